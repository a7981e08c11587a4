namespace Arena.GrainHost.Tests.Conformance.Grains;

[Alias("test.reentrant-turns")]
public interface IReentrantTurnGrain : IGrainWithStringKey
{
    Task WaitAsync(string gate);

    Task NoteAsync(string entry);
}
