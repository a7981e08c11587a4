using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Core.Checking;

/// <summary>
/// Reads what a checker printed: one JSON object <c>{"passed": bool, "checks": [{"name", "passed", "detail", "integrity"}]}</c>
/// and nothing else. <c>detail</c> may be left out, and so may <c>integrity</c>, which is true for a check that guards a rule of
/// fair play. A checker that contradicts itself is broken too: <c>passed</c> must be true exactly where all checks passed,
/// there must be a check, and names must differ.
/// </summary>
public static class CheckerOutput
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads the output; whatever is wrong with it is a <see cref="CheckReport.Broken"/>.</summary>
    public static CheckReport Read(string output)
    {
        Report? report;
        try
        {
            report = JsonSerializer.Deserialize<Report>(output, Options);
        }
        catch (JsonException e)
        {
            return Broken($"it printed something else than its one JSON object ({e.Message})");
        }

        if (report is null)
            return Broken("it printed null");
        if (report.Checks.Count == 0)
            return Broken("it reported no check");
        if (report.Checks.Any(check => string.IsNullOrWhiteSpace(check.Name)))
            return Broken("it reported a check without a name");
        if (report.Checks.Select(check => check.Name).Distinct(StringComparer.Ordinal).Count() < report.Checks.Count)
            return Broken("it reported two checks of one name");
        if (report.Passed != report.Checks.All(check => check.Passed))
            return Broken($"it contradicts itself: passed is {(report.Passed ? "true" : "false")}, failing checks: {Failing(report)}");
        return new CheckReport.Judged(report.Passed, [.. report.Checks.Select(check => new Check(check.Name, check.Passed, check.Detail, check.Integrity))]);

        CheckReport Broken(string reason) => new CheckReport.Broken($"The checker is broken: {reason}. Its output ends with: {End(output)}");
    }

    /// <summary>The last 2,000 characters of an output, for a reason that people read.</summary>
    internal static string End(string output) => output.Length == 0 ? "(nothing)" : output.Length <= 2_000 ? output : "..." + output[^2_000..];

    private static string Failing(Report report) =>
        report.Checks.Where(check => !check.Passed).Select(check => check.Name).ToImmutableArray() is { Length: > 0 } names ? string.Join(", ", names) : "none";

    private sealed record Report(bool Passed, List<ReportedCheck> Checks);

    private sealed record ReportedCheck(string Name, bool Passed, string Detail = "", bool Integrity = false);
}
