namespace Arena.Core.Campaigns;

/// <summary>A campaign cannot be what it was asked to be; the message says why and what is allowed.</summary>
public sealed class CampaignRefusedException(string field, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The field of the request that is wrong, in camelCase.</summary>
    public string Field { get; } = field;
}
