using Arena.Core.Storage.Files;

namespace Arena.Core.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    [Fact]
    public void Take_OfAFolderThatIsInUse_NamesTheHolderAndItsAddress()
    {
        using var folder = DataFolder.Take(temporary.Path);
        folder.Announce(new Uri("http://localhost:5180/"));

        var error = Should.Throw<DataFolderInUseException>(() => DataFolder.Take(temporary.Path));

        error.Message.ShouldContain($"process {Environment.ProcessId}");
        error.Message.ShouldContain("--server http://localhost:5180,");
        DataFolder.HolderOf(temporary.Path).ShouldBe(new DataFolderHolder(Environment.ProcessId, "http://localhost:5180"));
    }

    [Fact]
    public void Take_AfterItWasLeft_Succeeds()
    {
        DataFolder.Take(temporary.Path).Dispose();

        DataFolder.HolderOf(temporary.Path).ShouldBeNull();
        using var again = DataFolder.Take(temporary.Path);
        again.Path.ShouldBe(temporary.Path);
    }

    [Fact]
    public void HolderOf_AFolderThatDoesNotExist_IsNobody() => DataFolder.HolderOf(temporary.Combine("none")).ShouldBeNull();

    public void Dispose() => temporary.Dispose();
}
