/** History state that asks a new document to start with the sample; apart, so that home need not load the sample. */
export const SAMPLE_STATE = { sample: true } as const;
