namespace Arena.Core.Models.Gates;

/// <summary>One line per campaign, served in turn: a campaign of a thousand runs does not keep one of three waiting.</summary>
internal sealed class GateQueue
{
    private readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);
    private readonly LinkedList<Line> turns = [];

    public int Count { get; private set; }

    /// <summary>Who is next; null where nobody waits.</summary>
    public GateTicket? Next => turns.First?.Value.Tickets.First?.Value;

    public void Add(GateTicket ticket)
    {
        var line = LineOf(ticket);
        ticket.Place = line.NextPlace++;
        ticket.Node = line.Tickets.AddLast(ticket);
        Count++;
    }

    /// <summary>Back to where it was taken from: before all others of its campaign, and its campaign next.</summary>
    public void PutBack(GateTicket ticket)
    {
        var line = LineOf(ticket);
        ticket.Node = line.Tickets.AddFirst(ticket);
        line.NextPlace = Math.Max(line.NextPlace, ticket.Place + 1);
        turns.Remove(line.Turn);
        turns.AddFirst(line.Turn);
        Count++;
    }

    /// <summary>Takes <see cref="Next"/>; its campaign has had its turn.</summary>
    public GateTicket Take()
    {
        var line = turns.First!.Value;
        var ticket = line.Tickets.First!.Value;
        turns.Remove(line.Turn);
        turns.AddLast(line.Turn);
        Remove(ticket);
        return ticket;
    }

    public void Remove(GateTicket ticket)
    {
        var line = lines[ticket.Campaign];
        line.Tickets.Remove(ticket.Node!);
        ticket.Node = null;
        Count--;
        if (line.Tickets.Count > 0)
            return;
        lines.Remove(ticket.Campaign);
        turns.Remove(line.Turn);
    }

    /// <summary>About how many are served before it: those who gave up since are still counted.</summary>
    public long Ahead(GateTicket ticket) => Math.Max(0, ticket.Place - lines[ticket.Campaign].Tickets.First!.Value.Place) * turns.Count;

    private Line LineOf(GateTicket ticket)
    {
        if (lines.TryGetValue(ticket.Campaign, out var line))
            return line;
        line = lines[ticket.Campaign] = new Line();
        turns.AddLast(line.Turn);
        return line;
    }

    private sealed class Line
    {
        public Line() => Turn = new LinkedListNode<Line>(this);

        public LinkedList<GateTicket> Tickets { get; } = [];

        public LinkedListNode<Line> Turn { get; }

        public long NextPlace { get; set; }
    }
}
