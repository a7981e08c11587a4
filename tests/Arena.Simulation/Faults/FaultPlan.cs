using System.Collections.Immutable;
using Arena.Core;
using Arena.Core.Documents;

namespace Arena.Simulation.Faults;

/// <summary>
/// Which requests go wrong, and how. As YAML:
/// <code>
/// seed: 7
/// faults:
///   - { at: [1, 4], fault: throttled, delay: 2s }
///   - { rate: 0.1, fault: reset_in_body }
/// </code>
/// The first rule that holds for a request decides. The same plan and seed give the same faults to the same request numbers.
/// </summary>
/// <param name="Seed">Decides which requests a rate hits.</param>
/// <param name="Rules">The rules in order.</param>
public sealed record FaultPlan(int Seed, ImmutableArray<FaultRule> Rules)
{
    private static readonly Dictionary<string, FaultKind> Kinds = Enum.GetValues<FaultKind>().ToDictionary(kind => kind.ToSnakeCase());

    /// <summary>Nothing goes wrong.</summary>
    public static FaultPlan None { get; } = new(0, []);

    /// <summary>Faults for the first requests, one each; null for a request that goes well.</summary>
    public static FaultPlan Of(params ReadOnlySpan<Fault?> faults)
    {
        var rules = ImmutableArray.CreateBuilder<FaultRule>();
        for (var i = 0; i < faults.Length; i++)
        {
            if (faults[i] is { } fault)
                rules.Add(new FaultRule(fault, [i + 1], 0));
        }

        return new FaultPlan(0, rules.DrainToImmutable());
    }

    /// <summary>What goes wrong with a request; null where nothing does.</summary>
    /// <param name="number">Number of the request, from 1.</param>
    public Fault? For(int number)
    {
        for (var i = 0; i < Rules.Length; i++)
        {
            var rule = Rules[i];
            if (rule.At.IsEmpty ? new Random(HashCode(Seed, i, number)).NextDouble() < rule.Rate : rule.At.Contains(number))
                return rule.Fault;
        }

        return null;
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="DocumentException">The file is not of the form above; the message says where and what is allowed.</exception>
    public static FaultPlan Read(string file)
    {
        var map = YamlMap.Load(file);
        var plan = new FaultPlan(
            map.Optional("seed")?.Int() ?? 0,
            [.. map.Required("faults").List().Select(item => ReadRule(item.Map()))]);
        map.Done();
        return plan;
    }

    private static FaultRule ReadRule(YamlMap map)
    {
        var kind = Kinds[map.Required("fault").OneOf(Kinds.Keys)];
        var at = map.Optional("at")?.List().Select(number => number.Int(1)).ToImmutableArray();
        var rate = (double?)map.Optional("rate")?.Decimal(0, 1);
        var fault = new Fault(
            kind,
            map.Optional("delay")?.Duration(),
            map.Optional("text")?.String(),
            map.Optional("status")?.Int(100, 599));
        map.Done();
        if (at is null == rate is null)
            throw map.Error("a rule says either 'at' (numbers of requests) or 'rate' (a share of them).");
        if (kind is FaultKind.StreamException or FaultKind.StopReason && fault.Text is null)
            throw map.Error($"{kind.ToSnakeCase()} needs 'text': {(kind == FaultKind.StopReason ? "a stop reason like max_tokens or length" : "the error, like throttlingException or server_error")}.");
        return new FaultRule(fault, at ?? [], rate ?? 0);
    }

    // The framework's own hashes differ from one process to the next.
    private static int HashCode(int seed, int rule, int number)
    {
        unchecked
        {
            var hash = 2166136261u;
            foreach (var value in new[] { seed, rule, number })
                hash = ((hash ^ (uint)value) * 16777619u) ^ (hash >> 15);
            return (int)hash;
        }
    }
}
