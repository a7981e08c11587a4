using System.Reflection;
using System.Text.Json;
using Arena.Embedded.Hosting;
using Arena.Embedded.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Storage;

namespace Arena.Embedded;

/// <summary>What only the embedded stack has. Code that uses it belongs in a file of that stack.</summary>
public static class EmbeddedSiloBuilderExtensions
{
    /// <summary>States in files: one JSON document each, replaced atomically, with safe names for any key.</summary>
    /// <param name="json">How states are written; default: web names, that is camelCase.</param>
    public static ISiloBuilder AddFileGrainStorage(
        this ISiloBuilder builder, string name, string folder, JsonSerializerOptions? json = null)
    {
        builder.Services.AddKeyedSingleton<IGrainStorage>(
            name, (_, _) => new FileGrainStorage(Path.GetFullPath(folder), json ?? StateRecord.Json));
        return builder;
    }

    /// <summary>File storage for states that name no storage.</summary>
    public static ISiloBuilder AddFileGrainStorageAsDefault(
        this ISiloBuilder builder, string folder, JsonSerializerOptions? json = null) =>
        builder.AddFileGrainStorage("Default", folder, json);

    /// <summary>Reminders in files of that folder.</summary>
    public static ISiloBuilder UseFileReminderService(this ISiloBuilder builder, string folder)
    {
        builder.Services.AddReminderStore(_ => new FileReminderStore(Path.GetFullPath(folder)));
        return builder;
    }

    /// <summary>Reminders in a store of your own.</summary>
    public static IServiceCollection AddReminderStore(this IServiceCollection services, Func<IServiceProvider, IReminderStore> store)
    {
        services.Replace(ServiceDescriptor.Singleton(store));
        services.TryAddSingleton(provider => new ReminderService(
            provider.GetRequiredService<IReminderStore>(),
            new Lazy<EmbeddedSilo>(provider.GetRequiredService<EmbeddedSilo>),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<ReminderOptions>>()));
        return services;
    }

    /// <summary>Searches this assembly for grain classes too; needed only where it is neither loaded nor beside the program.</summary>
    public static ISiloBuilder AddGrainAssembly(this ISiloBuilder builder, Assembly assembly) =>
        builder.Configure<EmbeddedSiloOptions>(options => options.Assemblies.Add(assembly));

    /// <summary>Hosts exactly these grain classes and searches for none; for tests.</summary>
    public static ISiloBuilder UseGrainTypes(this ISiloBuilder builder, params Type[] grainClasses) =>
        builder.Configure<EmbeddedSiloOptions>(options => options.Only = grainClasses);
}
