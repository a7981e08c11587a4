using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Arena.Core.Models;

/// <summary>
/// Names and ids as providers take them back: 1 to 64 letters, digits, '_' and '-'. A model may have invented others; a provider
/// would refuse the whole conversation for them, which would be no fault of the infrastructure's.
/// </summary>
internal static partial class ProviderNames
{
    /// <summary>A tool's name; what is not allowed becomes '_'.</summary>
    public static string Tool(string name)
    {
        var allowed = NotAllowed.Replace(name, "_");
        return allowed.Length switch { 0 => "_", > 64 => allowed[..64], _ => allowed };
    }

    /// <summary>The id of a tool call where the provider takes no others. Equal ids stay equal and different ones different.</summary>
    public static string ToolUse(string id) => Allowed.IsMatch(id)
        ? id
        : "t_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..40];

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Allowed { get; }

    [GeneratedRegex("[^a-zA-Z0-9_-]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotAllowed { get; }
}
