/** The templates that come with the program, in English. */

import type { TemplateName } from '../arrival-state.ts';

export const templates: Readonly<Record<TemplateName, string>> = {
  minutes: `
<h1>Minutes</h1>
<p><strong>When:</strong> </p>
<p><strong>Who:</strong> </p>
<h2>What we talked about</h2>
<ul><li><p></p></li></ul>
<h2>What we decided</h2>
<ul><li><p></p></li></ul>
<h2>Who does what by when</h2>
<ul data-type="taskList"><li data-type="taskItem" data-checked="false"><p></p></li></ul>
`,
  decision: `
<h1>Decision</h1>
<p><em>In one sentence: what is decided.</em></p>
<h2>Why now</h2>
<p></p>
<h2>What we chose between</h2>
<ol><li><p></p></li></ol>
<h2>What we chose, and what it costs</h2>
<p></p>
<h2>When we look again</h2>
<p></p>
`,
  plan: `
<h1>Plan</h1>
<p><em>What will be different when this is done, and for whom.</em></p>
<h2>What it is not</h2>
<ul><li><p></p></li></ul>
<h2>Steps</h2>
<ul data-type="taskList"><li data-type="taskItem" data-checked="false"><p></p></li></ul>
<h2>What could go wrong</h2>
<ul><li><p></p></li></ul>
`,
};
