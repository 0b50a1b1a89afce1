/** Before tests that start the product: builds it once if it is stale, so that they need not do it side by side. */

import { prepare } from '../../scripts/prepare.mjs';

export default prepare;
