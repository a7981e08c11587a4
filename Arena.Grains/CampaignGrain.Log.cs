using Microsoft.Extensions.Logging;

namespace Arena.Grains;

public sealed partial class CampaignGrain
{
    [LoggerMessage(1, LogLevel.Information, "Campaign {Campaign} was created with {Runs} runs")]
    private partial void LogCreated(string campaign, int runs);

    [LoggerMessage(2, LogLevel.Information, "Campaign {Campaign} is finished: {Passed} of {Runs} runs passed")]
    private partial void LogFinished(string campaign, int passed, int runs);

    [LoggerMessage(3, LogLevel.Error, "Campaign {Campaign}: the pump failed; it will be woken again")]
    private partial void LogPumpFailed(string campaign, Exception e);

    [LoggerMessage(4, LogLevel.Warning, "Campaign {Campaign}: run {Task}/{N} could not be started; it will be asked again")]
    private partial void LogStartFailed(string campaign, string task, int n, Exception e);

    [LoggerMessage(5, LogLevel.Warning, "Campaign {Campaign} is paused: {Obstacle}")]
    private partial void LogObstacle(string campaign, string obstacle);
}
