using System.Reflection;
using Arena.Embedded.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace Arena.Embedded.Refusals;

/// <summary>Refuses at start what Orleans would refuse, or would fail on later; one message names all of it.</summary>
internal static class StartupChecks
{
    public static void Run(IReadOnlyCollection<Type> grainTypes, IServiceProvider services, GrainCollectionOptions collection)
    {
        var problems = new List<string>();
        var interfaces = grainTypes.SelectMany(GrainTypes.InterfacesOf)
            .Concat(grainTypes.Select(t => t.Assembly).Distinct().SelectMany(a => InterfacesWithoutClass(a, grainTypes)))
            .Distinct().OrderBy(t => t.FullName, StringComparer.Ordinal).ToArray();

        problems.AddRange(Classes(grainTypes, services));
        problems.AddRange(Implementations(grainTypes));
        foreach (var type in interfaces)
            problems.AddRange(Interface(type));

        var messages = new MessageTypes();
        foreach (var method in interfaces.SelectMany(i => i.GetMethods()))
            messages.Check(method);
        problems.AddRange(messages.Problems);
        problems.AddRange(Aliases([.. interfaces, .. grainTypes, .. messages.Checked]));

        if (collection.CollectionAge <= collection.CollectionQuantum && collection.CollectionAge > TimeSpan.Zero)
            problems.Add($"GrainCollectionOptions.CollectionAge ({collection.CollectionAge}) must be longer than CollectionQuantum ({collection.CollectionQuantum}).");

        if (problems.Count > 0)
            throw new OrleansConfigurationException("The grain host refuses to start:\n- " + string.Join("\n- ", problems.Distinct()));
    }

    // Explicitly listed classes (tests) are checked alone; a whole assembly is checked with the interfaces it declares.
    private static IEnumerable<Type> InterfacesWithoutClass(Assembly assembly, IReadOnlyCollection<Type> grainTypes) =>
        GrainTypes.ClassesOf(assembly).All(grainTypes.Contains)
            ? assembly.GetTypes().Where(t => !t.IsNestedPrivate && GrainTypes.IsGrainInterface(t))
            : [];

    private static IEnumerable<string> Classes(IReadOnlyCollection<Type> grainTypes, IServiceProvider services)
    {
        foreach (var same in grainTypes.GroupBy(GrainClass.NameOf).Where(g => g.Count() > 1))
            yield return $"Grain type '{same.Key}' is the name of {Join(same)}. Give one of them a [GrainType].";
        var known = services.GetService<IServiceProviderIsKeyedService>();
        foreach (var type in grainTypes)
        {
            if (type.GetConstructors().Length == 0)
            {
                yield return $"{type} has no public constructor.";
                continue;
            }

            var missing = GrainClass.ConstructorOf(type).GetParameters()
                .Select(p => p.GetCustomAttribute<PersistentStateAttribute>())
                .Where(a => a is not null)
                .Select(a => a!.StorageName ?? PersistentState<object>.DefaultStorage)
                .Where(name => known?.IsKeyedService(typeof(IGrainStorage), name) == false);
            foreach (var name in missing)
                yield return $"{type} stores state in '{name}', but no storage of that name was added.";
        }
    }

    private static IEnumerable<string> Implementations(IReadOnlyCollection<Type> grainTypes) =>
        from type in grainTypes
        from grainInterface in GrainTypes.InterfacesOf(type)
        group type by grainInterface into classes
        where classes.Count() > 1
        select $"{classes.Key} is implemented by {Join(classes)}; a grain interface has exactly one class.";

    private static IEnumerable<string> Interface(Type type)
    {
        if (!typeof(IGrainWithStringKey).IsAssignableFrom(type))
            yield return $"{type} has no string key: derive it from {nameof(IGrainWithStringKey)}.";
        if (type.IsGenericType)
            yield return $"{type} is generic; grain interfaces are not.";
        foreach (var property in type.GetProperties())
            yield return $"{type}.{property.Name} is a property; a grain interface has only methods.";
        foreach (var method in type.GetMethods().Where(m => !m.IsSpecialName))
        {
            if (!IsTask(method.ReturnType))
                yield return $"{type}.{method.Name} returns {method.ReturnType}; a grain method returns Task, Task<T>, ValueTask or ValueTask<T>.";
            if (method.IsGenericMethod)
                yield return $"{type}.{method.Name} is generic; grain methods are not.";
            foreach (var parameter in method.GetParameters().Where(p => p.ParameterType.IsByRef))
                yield return $"{type}.{method.Name} passes '{parameter.Name}' by reference.";
        }

        foreach (var same in type.GetMethods().Select(m => m.GetCustomAttribute<AliasAttribute>()?.Alias)
            .Where(alias => alias is not null).GroupBy(alias => alias).Where(g => g.Count() > 1))
            yield return $"{type} has {same.Count()} methods with the alias '{same.Key}'.";
    }

    private static IEnumerable<string> Aliases(IEnumerable<Type> types) =>
        from type in types.Distinct()
        let alias = type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias
        where alias is not null
        group type by alias into same
        where same.Count() > 1
        select $"The alias '{same.Key}' belongs to {Join(same)}.";

    private static bool IsTask(Type type) => type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));

    private static string Join(IEnumerable<Type> types) => string.Join(" and ", types.Select(t => t.FullName));
}
