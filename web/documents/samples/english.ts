/** The first page of somebody who tries the sample, in English. */

export const sample = `
<h1>A room to write in</h1>
<p>This page is yours: change anything. Open its address in a second window, or send it to a colleague, and you will
see each other write.</p>
<h2>Nothing typed is lost</h2>
<p>The word beside the title says where your text is. <strong>Saved</strong> means that the server has it on its disk.
Without a network it says <strong>Saved on this device</strong>, and you keep writing.</p>
<ul data-type="taskList">
<li data-type="taskItem" data-checked="true"><p>Open this page</p></li>
<li data-type="taskItem" data-checked="false"><p>Switch off the network and write a sentence</p></li>
<li data-type="taskItem" data-checked="false"><p>Reload, still without a network: it is there</p></li>
<li data-type="taskItem" data-checked="false"><p>Switch it on again and watch the word</p></li>
</ul>
<h2>Write as you think</h2>
<ul>
<li><p>Begin a line with <code>#</code> for a heading, <code>-</code> or <code>1.</code> for a list, <code>[ ]</code>
for a task, <code>&gt;</code> for a quote, three backticks for code; then a space.</p></li>
<li><p><em>Emphasis</em>, <u>underlining</u> and <s>second thoughts</s> have their usual keys.</p></li>
<li><p>Select a few words and press the link button to point <a href="https://yjs.dev">somewhere else</a>.</p></li>
</ul>
<blockquote><p>Three fingers write, but the whole body labours. <em>– a scribe’s note in a margin</em></p></blockquote>
<pre><code>const room = { calm: true, people: 2 };</code></pre>
`;
