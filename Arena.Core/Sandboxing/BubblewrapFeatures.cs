using System.Runtime.InteropServices;

namespace Arena.Core.Sandboxing;

/// <summary>What a version of bubblewrap can do. Read from its help, for distributions add patches without changing versions.</summary>
/// <param name="HasSize">File systems in memory can be limited (0.7 and later).</param>
/// <param name="HasDisableUserNamespaces">The command can be kept from making user namespaces (0.8 and later).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BubblewrapFeatures(bool HasSize, bool HasDisableUserNamespaces)
{
    /// <summary>Reads the output of <c>bwrap --help</c>.</summary>
    public static BubblewrapFeatures Read(string help) => new(
        help.Contains("--size ", StringComparison.Ordinal), help.Contains("--disable-userns", StringComparison.Ordinal));
}
