/** The templates that come with the program, in German. */

import type { TemplateName } from '../arrival-state.ts';

export const templates: Readonly<Record<TemplateName, string>> = {
  minutes: `
<h1>Protokoll</h1>
<p><strong>Wann:</strong> </p>
<p><strong>Wer:</strong> </p>
<h2>Worüber wir gesprochen haben</h2>
<ul><li><p></p></li></ul>
<h2>Was wir beschlossen haben</h2>
<ul><li><p></p></li></ul>
<h2>Wer was bis wann tut</h2>
<ul data-type="taskList"><li data-type="taskItem" data-checked="false"><p></p></li></ul>
`,
  decision: `
<h1>Entscheidung</h1>
<p><em>In einem Satz: was entschieden ist.</em></p>
<h2>Warum jetzt</h2>
<p></p>
<h2>Was zur Wahl stand</h2>
<ol><li><p></p></li></ol>
<h2>Was wir gewählt haben, und was es kostet</h2>
<p></p>
<h2>Wann wir es wieder ansehen</h2>
<p></p>
`,
  plan: `
<h1>Plan</h1>
<p><em>Was anders ist, wenn das getan ist, und für wen.</em></p>
<h2>Was es nicht ist</h2>
<ul><li><p></p></li></ul>
<h2>Schritte</h2>
<ul data-type="taskList"><li data-type="taskItem" data-checked="false"><p></p></li></ul>
<h2>Was schiefgehen kann</h2>
<ul><li><p></p></li></ul>
`,
};
