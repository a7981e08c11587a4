namespace Arena.GrainHost.Tests.Conformance.Grains;

[Alias("test.alarm")]
public interface IAlarmGrain : IGrainWithStringKey
{
    Task RegisterAsync(string name, TimeSpan dueTime, TimeSpan period);

    Task UnregisterAsync(string name);

    Task<string[]> NamesAsync();

    Task DeactivateAsync();
}
