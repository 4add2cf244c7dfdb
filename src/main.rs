fn main() -> std::process::ExitCode {
    let clock = jiff::Zoned::now;
    match suda::cli::handle(std::env::args_os().skip(1).collect(), &clock) {
        suda::cli::Request::Print(outcome) => outcome.print().into(),
        suda::cli::Request::Run(_) => 0.into(),
    }
}
