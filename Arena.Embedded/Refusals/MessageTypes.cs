using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans;
using Arena.Embedded.Runtime;
using Orleans.Runtime;

namespace Arena.Embedded.Refusals;

/// <summary>Checks that everything a grain method takes or returns could cross a border between processes.</summary>
internal sealed class MessageTypes
{
    private static readonly HashSet<Type> Known =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly),
        typeof(TimeOnly), typeof(TimeSpan), typeof(Uri), typeof(Version), typeof(CancellationToken), typeof(Nothing),
        typeof(System.Numerics.BigInteger), typeof(TickStatus), typeof(GrainId),
    ];

    private readonly Dictionary<Type, bool> seen = [];
    private readonly List<string> problems = [];

    public IReadOnlyList<string> Problems => problems;

    /// <summary>The types of the program that were met.</summary>
    public IEnumerable<Type> Checked => seen.Keys.Where(t => t.IsDefined(typeof(GenerateSerializerAttribute), inherit: false));

    public void Check(MethodInfo method)
    {
        var place = $"{method.DeclaringType!.FullName}.{method.Name}";
        foreach (var parameter in method.GetParameters().Where(p => !p.ParameterType.IsByRef))
            Check(parameter.ParameterType, $"{place}, parameter '{parameter.Name}'");
        if (method.ReturnType is { IsGenericType: true } result && result.Namespace == typeof(Task).Namespace)
            Check(result.GetGenericArguments()[0], $"{place}, result");
    }

    private static bool IsKnown(Type type) => type.IsPrimitive || type.IsEnum || type.IsGenericParameter || Known.Contains(type)
        || (type.IsInterface && typeof(IAddressable).IsAssignableFrom(type)) || typeof(Exception).IsAssignableFrom(type);

    /// <summary>Containers of the base library: collections, tuples, nullables; what they hold is checked by itself.</summary>
    private static bool IsContainer(Type type) =>
        type.IsGenericType && type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true
        && (typeof(IEnumerable).IsAssignableFrom(type) || typeof(ITuple).IsAssignableFrom(type)
            || Nullable.GetUnderlyingType(type) is not null || type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);

    private void Check(Type type, string place)
    {
        if (type.IsArray)
        {
            Check(type.GetElementType()!, place);
            return;
        }

        if (IsKnown(type) || !seen.TryAdd(type, value: true))
            return;
        foreach (var argument in type.GetGenericArguments())
            Check(argument, place);
        if (IsContainer(type))
            return;
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            seen.Remove(type); // every place that uses it is named
            problems.Add($"{place}: {type.FullName} is not marked [GenerateSerializer].");
            return;
        }

        CheckMembers(type);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            Check(parent, $"{type.FullName}, base type");
        foreach (var derived in type.Assembly.GetTypes().Where(t => t.BaseType == type))
            Check(derived, $"{derived.FullName}, kind of {type.Name}");
    }

    private void CheckMembers(Type type)
    {
        var positional = Positional(type);
        var ids = new Dictionary<uint, string>();
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            var property = field.Name.StartsWith('<') && field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal)
                ? type.GetProperty(
                    field.Name[1..field.Name.IndexOf('>')],
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                : null;
            MemberInfo member = property is null ? field : property;
            if (field.IsDefined(typeof(NonSerializedAttribute)))
                continue;
            var id = member.GetCustomAttribute<IdAttribute>();
            if (id is null && !positional.Contains(member.Name))
                problems.Add($"{type.FullName}.{member.Name} has no [Id], so it would be lost on the way.");
            else if (id is not null && !ids.TryAdd(id.Id, member.Name))
                problems.Add($"{type.FullName}.{member.Name} has the same [Id({id.Id})] as {ids[id.Id]}.");
            Check(field.FieldType, $"{type.FullName}.{member.Name}");
        }
    }

    private static HashSet<string> Positional(Type type)
    {
        var attribute = type.GetCustomAttributesData().First(a => a.AttributeType == typeof(GenerateSerializerAttribute));
        var said = attribute.NamedArguments
            .Where(a => a.MemberName == nameof(GenerateSerializerAttribute.IncludePrimaryConstructorParameters))
            .Select(a => (bool?)a.TypedValue.Value).FirstOrDefault();
        if (!(said ?? IsRecord(type)))
            return [];
        var names = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(c => c.GetParameters() is not [var only] || only.ParameterType != type)
            .MaxBy(c => c.GetParameters().Length)?.GetParameters().Select(p => p.Name!);
        return [.. names ?? []];
    }
}
