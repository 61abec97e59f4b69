//! The command `cberr`. Everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cberr::run(std::env::args_os()))
}
