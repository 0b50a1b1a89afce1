/** The letters of the page for who chose a serif: nobody else loads them. */

import '@fontsource-variable/source-serif-4/wght.css';
import '@fontsource-variable/source-serif-4/wght-italic.css';
