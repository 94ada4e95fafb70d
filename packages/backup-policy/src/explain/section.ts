/** A part of an explanation: sentences under a heading. */
export interface Section {
  heading: string;
  sentences: string[];
}
