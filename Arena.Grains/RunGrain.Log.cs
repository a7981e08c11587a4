using Arena.Core.Runs;
using Microsoft.Extensions.Logging;

namespace Arena.Grains;

public sealed partial class RunGrain
{
    [LoggerMessage(1, LogLevel.Error, "Run {Run}: infrastructure failed during {Step}")]
    private partial void LogInfrastructureError(RunKey run, string step, Exception e);

    [LoggerMessage(2, LogLevel.Warning, "Run {Run} was taken over by another host")]
    private partial void LogLost(RunKey run, Exception e);

    [LoggerMessage(3, LogLevel.Error, "Run {Run}: the loop failed; it will be woken again")]
    private partial void LogLoopFailed(RunKey run, Exception e);

    [LoggerMessage(4, LogLevel.Warning, "Run {Run}: its report was not taken")]
    private partial void LogReportFailed(RunKey run, Exception e);

    [LoggerMessage(5, LogLevel.Warning, "Run {Run}: its lease could not be renewed")]
    private partial void LogRenewFailed(RunKey run, Exception e);
}
