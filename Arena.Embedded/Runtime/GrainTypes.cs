using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Orleans;

namespace Arena.Embedded.Runtime;

/// <summary>
/// Finds grain classes. Orleans lists them when it compiles; here the assemblies are searched that reference this one:
/// those already loaded, those they reference, and those beside the program (the compiler drops references that no
/// code uses). The order is by name, so that every start sees the same.
/// </summary>
internal static class GrainTypes
{
    private static readonly Assembly Self = typeof(GrainTypes).Assembly;

    public static IReadOnlyList<Assembly> Assemblies()
    {
        var found = new SortedDictionary<string, Assembly>(StringComparer.Ordinal);
        var pending = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies());
        if (Assembly.GetEntryAssembly() is { } entry)
            pending.Enqueue(entry);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(ReferencesSelf))
            Load(AssemblyName.GetAssemblyName(file), pending);
        while (pending.TryDequeue(out var assembly))
        {
            if (assembly.IsDynamic || assembly == Self || IsForeign(assembly.GetName().Name!) || !found.TryAdd(assembly.FullName!, assembly))
                continue;
            foreach (var reference in assembly.GetReferencedAssemblies().Where(r => !IsForeign(r.Name!)))
                Load(reference, pending);
        }

        return [.. found.Values.Where(a => a.GetReferencedAssemblies().Any(r => r.Name == Self.GetName().Name))];
    }

    /// <summary>The concrete grain classes of an assembly. Private nested ones do not count, as no generator could name them.</summary>
    public static IEnumerable<Type> ClassesOf(Assembly assembly) => assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false, IsNestedPrivate: false, ContainsGenericParameters: false }
            && typeof(IGrain).IsAssignableFrom(t))
        .OrderBy(t => t.FullName, StringComparer.Ordinal);

    /// <summary>The grain interfaces of a class, without those of the programming model itself.</summary>
    public static IEnumerable<Type> InterfacesOf(Type grainClass) => grainClass.GetInterfaces()
        .Where(IsGrainInterface)
        .OrderBy(t => t.FullName, StringComparer.Ordinal);

    public static bool IsGrainInterface(Type type) =>
        type.IsInterface && type.Assembly != Self && typeof(IGrain).IsAssignableFrom(type);

    private static bool IsForeign(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name.StartsWith("xunit.", StringComparison.Ordinal) || name is "System" or "mscorlib" or "netstandard" or "WindowsBase";

    private static void Load(AssemblyName name, Queue<Assembly> pending)
    {
        try
        {
            pending.Enqueue(Assembly.Load(name));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            // A reference that is not deployed cannot hold a grain.
        }
    }

    private static bool ReferencesSelf(string file)
    {
        if (IsForeign(Path.GetFileName(file)))
            return false;
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        if (!image.HasMetadata)
            return false;
        var metadata = image.GetMetadataReader();
        return metadata.AssemblyReferences.Any(handle =>
            metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, Self.GetName().Name!));
    }
}
