/** The scalar type the module is compiled for; set by the build (`--use Real=f64`, `--use Real=f32`). */
declare type Real = f64;

/** Bytes of a row of lanes; set by the build (`--use RowBytes=64`, `--use RowBytes=32`). */
declare const RowBytes: usize;
