using Arena.Embedded;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>Reminders that live as long as the process.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder)
    {
        builder.Services.UseInMemoryReminderService();
        return builder;
    }

    public static IServiceCollection UseInMemoryReminderService(this IServiceCollection services) =>
        services.AddReminderStore(_ => new InMemoryReminderStore());
}
