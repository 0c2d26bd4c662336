/** The scalar type the module is compiled for; set by the build (`--use Real=f64`, `--use Real=f32`). */
declare type Real = f64;
