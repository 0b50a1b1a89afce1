/** The first page of somebody who tries the sample, in German. */

export const sample = `
<h1>Ein Raum zum Schreiben</h1>
<p>Diese Seite gehört Ihnen: Ändern Sie, was Sie wollen. Öffnen Sie ihre Adresse in einem zweiten Fenster oder schicken
Sie sie jemandem, und Sie sehen einander beim Schreiben zu.</p>
<h2>Nichts Geschriebenes geht verloren</h2>
<p>Das Wort neben dem Titel sagt, wo Ihr Text ist. <strong>Gespeichert</strong> heißt: Der Server hat ihn auf seiner
Festplatte. Ohne Netz steht dort <strong>Auf diesem Gerät gespeichert</strong>, und Sie schreiben weiter.</p>
<ul data-type="taskList">
<li data-type="taskItem" data-checked="true"><p>Diese Seite öffnen</p></li>
<li data-type="taskItem" data-checked="false"><p>Das Netz ausschalten und einen Satz schreiben</p></li>
<li data-type="taskItem" data-checked="false"><p>Neu laden, immer noch ohne Netz: Er ist da</p></li>
<li data-type="taskItem" data-checked="false"><p>Das Netz einschalten und auf das Wort achten</p></li>
</ul>
<h2>Schreiben, wie man denkt</h2>
<ul>
<li><p>Eine Zeile, die mit <code>#</code> beginnt, wird zur Überschrift, mit <code>-</code> oder <code>1.</code> zur
Liste, mit <code>[ ]</code> zur Aufgabe, mit <code>&gt;</code> zum Zitat, mit drei Gravis-Zeichen zu Code; dann ein
Leerzeichen.</p></li>
<li><p><em>Betonung</em>, <u>Unterstreichung</u> und <s>Verworfenes</s> haben ihre gewohnten Tasten.</p></li>
<li><p>Wählen Sie ein paar Wörter aus und drücken Sie den Link-Knopf, um <a href="https://yjs.dev">anderswohin</a> zu
zeigen.</p></li>
</ul>
<blockquote><p>Drei Finger schreiben, aber der ganze Körper arbeitet mit. <em>– ein Schreiber am Rand seines
Blattes</em></p></blockquote>
<pre><code>const raum = { ruhig: true, menschen: 2 };</code></pre>
`;
