/** Dialpad's ids of 16 digits, as text. */
export type DialpadId = string;
