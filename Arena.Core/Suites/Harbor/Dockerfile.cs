using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Arena.Core.Suites.Harbor;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Line">The line that it begins on, counted from 1.</param>
/// <param name="Name">Its name in capitals.</param>
/// <param name="Arguments">The rest, continued lines joined.</param>
internal sealed record DockerInstruction(int Line, string Name, string Arguments);

/// <summary>Splits a Dockerfile into instructions: comments, continued lines and here-documents.</summary>
internal static partial class Dockerfile
{
    public static ImmutableArray<DockerInstruction> Read(string text)
    {
        var instructions = ImmutableArray.CreateBuilder<DockerInstruction>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsEmptyOrComment(lines[i]))
                continue;
            var first = i;
            var joined = lines[i].Trim();
            while (joined.EndsWith('\\') && i + 1 < lines.Length)
            {
                var next = lines[++i];
                // Comments and empty lines do not end what is continued.
                joined = IsEmptyOrComment(next) ? joined : joined[..^1] + " " + next.Trim();
            }

            joined = joined.TrimEnd('\\').Trim();
            if (HereDocument.Match(joined) is { Success: true } here)
                i = Math.Max(i, Array.FindIndex(lines, i + 1, line => line.Trim() == here.Groups["end"].Value));
            var parts = joined.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            instructions.Add(new DockerInstruction(first + 1, parts[0].ToUpperInvariant(), parts.Length > 1 ? parts[1] : ""));
        }

        return instructions.ToImmutable();
    }

    private static bool IsEmptyOrComment(string line) => line.AsSpan().Trim() is [] or ['#', ..];

    [GeneratedRegex("""<<-?\s*["']?(?<end>\w+)["']?""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HereDocument { get; }
}
