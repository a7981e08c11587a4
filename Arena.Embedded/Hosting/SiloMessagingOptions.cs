namespace Orleans.Configuration;

/// <summary>Calls between grains and from clients.</summary>
public sealed class SiloMessagingOptions
{
    /// <summary>How long a caller waits before it gets a TimeoutException; the call goes on. Default: 30 seconds.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
