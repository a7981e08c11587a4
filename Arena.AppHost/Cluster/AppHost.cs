var builder = DistributedApplication.CreateBuilder(args);

var redis = builder.AddRedis("redis").WithDataVolume("arena-redis").WithArgs("--appendonly", "yes");

var orleans = builder.AddOrleans("arena")
    .WithServiceId("arena")
    .WithClustering(redis)
    .WithReminders(redis);

var silo = builder.AddProject<Projects.Arena_Silo>("silo")
    .WithReference(orleans)
    .WithReplicas(2)
    .WaitFor(redis);

builder.AddProject<Projects.Arena_Api>("api")
    .WithReference(orleans.AsClient())
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WaitFor(silo);

builder.Build().Run();
