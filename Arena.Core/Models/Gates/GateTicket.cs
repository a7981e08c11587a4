namespace Arena.Core.Models.Gates;

/// <summary>What a gate knows of a ticket.</summary>
internal sealed class GateTicket(string id, string campaign, long tokens, GateCaps caps)
{
    public string Id { get; } = id;

    public string Campaign { get; } = campaign;

    public GateCaps Caps { get; } = caps;

    /// <summary>Tokens that are counted for its call: the worst case at first, at most what a minute allows at all.</summary>
    public long Tokens { get; } = caps.TokensPerMinute is { } most ? Math.Min(tokens, most) : tokens;

    public GateTicketStatus Status { get; set; } = GateTicketStatus.New;

    /// <summary>When its status ends by itself.</summary>
    public TimeSpan Expires { get; set; }

    /// <summary>The earliest time at which the gate will look at it.</summary>
    public TimeSpan LookedAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>Its place in its campaign's line.</summary>
    public LinkedListNode<GateTicket>? Node { get; set; }

    /// <summary>Number of its place in that line.</summary>
    public long Place { get; set; }

    /// <summary>The slot of the window that its call is counted in; null where it is not counted.</summary>
    public long? Slot { get; set; }

    /// <summary>The adaptive limit's round that it was granted in.</summary>
    public int Round { get; set; }

    public TimeSpan GrantedAt { get; set; }
}

/// <summary>Where a ticket is.</summary>
internal enum GateTicketStatus
{
    New,

    /// <summary>In its campaign's line.</summary>
    Waiting,

    /// <summary>A permit is kept for it until it asks again.</summary>
    Called,

    /// <summary>Its holder may call the model.</summary>
    Leased,

    /// <summary>Its lease expired; its holder may still be there, and asks, renews or gives back late.</summary>
    Lapsed,

    /// <summary>Given back.</summary>
    Used,
}
