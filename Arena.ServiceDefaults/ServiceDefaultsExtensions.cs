using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Arena.ServiceDefaults;

/// <summary>What every host of Arena has: health and telemetry.</summary>
public static class ServiceDefaultsExtensions
{
    private const string Live = "live";

    /// <summary>Adds health checks, and telemetry where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
            builder.Services.AddHostedService<TelemetryExport>();
        return builder;
    }

    /// <summary>Maps <c>/health</c> (ready for work) and <c>/alive</c> (the process answers).</summary>
    public static IEndpointRouteBuilder MapDefaultEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health");
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        return app;
    }
}
