import { styleText } from 'node:util';

/** A colour of the terminal, by its use here. */
export type Colour = 'red' | 'yellow' | 'green' | 'cyan' | 'gray' | 'bold';

/** Gives a text a colour, or leaves it as it is where colours are not wanted. */
export type Paint = (colour: Colour, text: string) => string;

export const plain: Paint = (_, text) => text;

export const coloured: Paint = (colour, text) => styleText(colour, text);
