using Postern.Cli;

WarmUp.Begin(args);
using var signals = new StopSignals();
return await PosternCommand.RunAsync(args, Terminal.OfProcess() with { TakeSignals = signals.Take }, signals.Token);
