/** The shape both languages must have: a missing or surplus text is a type error. */
export type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
