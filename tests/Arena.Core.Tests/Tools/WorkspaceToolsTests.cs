using System.Text;
using System.Text.Json;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Tests.Suites;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Tools;

/// <summary>The tools through the environment, as the loop calls them.</summary>
public sealed class WorkspaceToolsTests(Sandboxes sandboxes) : IAsyncLifetime
{
    private readonly TemporarySuite suite = new();
    private readonly InMemoryBlobStore blobs = new();
    private IRunEnvironment environment = null!;

    public async ValueTask InitializeAsync()
    {
        environment = await new WorkspaceRunEnvironmentFactory(sandboxes.Best, blobs, sandboxes.Folders)
            .CreateAsync(suite.Task, new RunKey("c", "task_a", 1), CancellationToken.None);
        await environment.RestoreAsync(null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await environment.DisposeAsync();
        suite.Dispose();
    }

    [Fact]
    public async Task ReadFile_RangeAndWhole_AreGiven()
    {
        (await Call("read_file", new { path = "a.txt" })).ShouldBe(new ToolOutput("one\ntwo\nthree\n"));
        (await Text("read_file", new { path = "/workspace/a.txt", start_line = 2, end_line = 2 })).ShouldBe("two\n");
        (await Text("read_file", new { path = "./a.txt", start_line = 3, end_line = 99 })).ShouldBe("three\n");
        await Fails("read_file", new { path = "a.txt", start_line = 4 }, "'a.txt' has 3 lines");
        await Fails("read_file", new { path = "a.txt", start_line = 3, end_line = 2 }, "before start_line");
        await Fails("read_file", new { path = "b.txt" }, "there is no file 'b.txt'");
        await Fails("read_file", new { path = "." }, "is a folder");
    }

    [Fact]
    public async Task WorkspacePath_OfATask_IsWhereToolsAndCommandsSeeTheWorkspace()
    {
        suite.Write("tasks/task_a/task.yaml", "name: small\nworkspacePath: /srv/app\ncheck: { command: [python3, -I, check.py] }\n");
        await using var elsewhere = await new WorkspaceRunEnvironmentFactory(sandboxes.Get("bubblewrap"), blobs, sandboxes.Folders)
            .CreateAsync(suite.Task, new RunKey("c", "task_a", 1), CancellationToken.None);
        await elsewhere.RestoreAsync(null, CancellationToken.None);

        (await Ask("run_command", new { command = "pwd; cat /srv/app/a.txt; echo b > /srv/app/b.txt; ls /workspace; echo $ARENA_WORKSPACE" }))
            .ShouldBe("exit code: 0\nstdout:\n/srv/app\none\ntwo\nthree\n/srv/app\nstderr:\nls: cannot access '/workspace': No such file or directory\n");
        (await Ask("read_file", new { path = "/srv/app/b.txt" })).ShouldBe("b\n");
        (await Ask("read_file", new { path = "/workspace/b.txt" })).ShouldContain("is not inside the workspace");

        async Task<string> Ask<T>(string tool, T arguments) =>
            (await elsewhere.InvokeAsync(tool, JsonSerializer.SerializeToElement(arguments), TimeSpan.FromSeconds(20), CancellationToken.None)).Text;
    }

    [Fact]
    public async Task WriteFile_NewFolders_AreMadeAndTheCommandMayWriteThereToo()
    {
        (await Call("write_file", new { path = "x/y/z.txt", content = "hé\n" })).ShouldBe(new ToolOutput("wrote 4 bytes to x/y/z.txt", MayHaveChangedWorkspace: true));
        (await Text("run_command", new { command = "cat x/y/z.txt && echo more >> x/y/z.txt && mkdir x/w && echo b > a.txt" })).ShouldStartWith("exit code: 0\nstdout:\nhé\n");
        (await Text("read_file", new { path = "x/y/z.txt" })).ShouldBe("hé\nmore\n");
        await Fails("write_file", new { path = "a.txt/b", content = "" }, "'a.txt' is a file");
        await Fails("write_file", new { path = "x", content = "" }, "is a folder");
    }

    [Fact]
    public async Task EditFile_MustMatchOnce_AndTellsHowOftenItDid()
    {
        (await Text("edit_file", new { path = "a.txt", old_text = "two", new_text = "2" })).ShouldBe("edited a.txt at line 2");
        (await Text("read_file", new { path = "a.txt" })).ShouldBe("one\n2\nthree\n");
        await Fails("edit_file", new { path = "a.txt", old_text = "two", new_text = "2" }, "occurs 0 times");
        await Fails("edit_file", new { path = "a.txt", old_text = "e", new_text = "2" }, "occurs 3 times");
    }

    [Fact]
    public async Task SearchText_LiteralAndRegex_FindLines()
    {
        (await Text("search_text", new { pattern = "t" })).ShouldBe("a.txt:2: two\na.txt:3: three\n");
        (await Text("search_text", new { pattern = "^t.o$", regex = true, path = "a.txt" })).ShouldBe("a.txt:2: two\n");
        (await Text("search_text", new { pattern = "T" })).ShouldBe("no match");
        await Fails("search_text", new { pattern = "(", regex = true }, "not valid");
        await Call("write_file", new { path = "b.txt", content = new string('a', 60) + "!" });
        await Fails("search_text", new { pattern = "^(a+)+$", regex = true }, "took longer");
    }

    [Fact]
    public async Task ListFiles_ShowsFilesFoldersAndLinks()
    {
        await Call("run_command", new { command = "mkdir -p d/e d/__pycache__ && touch d/f && ln -s ../a.txt d/l" });
        (await Text("list_files", new { })).ShouldBe("a.txt (14)\nd/\nd/e/\nd/f (0)\nd/l -> ../a.txt\n");
        (await Text("list_files", new { path = "d/e" })).ShouldBe("(empty)");
        await Fails("list_files", new { path = "a.txt" }, "is a file");
    }

    [Fact]
    public async Task ReadFile_BinaryOrPipe_IsRefusedAtOnce()
    {
        await Call("run_command", new { command = "printf 'a\\0b' > zero; printf '\\377' > latin; mkfifo pipe" });
        await Fails("read_file", new { path = "zero" }, "binary");
        await Fails("read_file", new { path = "latin" }, "binary");
        await Fails("read_file", new { path = "pipe" }, "no ordinary file");
        await Fails("write_file", new { path = "pipe", content = "x" }, "no ordinary file");
        (await Text("search_text", new { pattern = "a", path = "pipe" })).ShouldBe("no match");
        await environment.SaveAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("../secret", "'..'")]
    [InlineData("d/../../secret", "'..'")]
    [InlineData("/etc/passwd", "not inside the workspace")]
    [InlineData("/workspace/../etc/passwd", "'..'")]
    [InlineData("/workspacex/a", "not inside the workspace")]
    [InlineData("~/x", "not inside the workspace")]
    [InlineData("file-link", "link out")]
    [InlineData("folder-link/passwd", "link out")]
    [InlineData("absolute/passwd", "link out")]
    [InlineData("chain/x", "link out")]
    [InlineData("loop", "more than 16 links")]
    [InlineData("a\0b", "NUL")]
    public async Task EveryTool_PathOutOfTheWorkspace_IsRefusedByName(string path, string rule)
    {
        await Call("run_command", new { command = "mkdir d; ln -s ../../../../../../../etc/passwd file-link; ln -s ../.. folder-link; ln -s /etc absolute; ln -s d dd; ln -s dd/../.. chain; ln -s loop loop" });
        await Fails("read_file", new { path }, rule);
        await Fails("write_file", new { path, content = "x" }, rule);
        await Fails("edit_file", new { path, old_text = "x", new_text = "y" }, rule);
        await Fails("list_files", new { path }, rule);
        await Fails("search_text", new { pattern = "x", path }, rule);
    }

    [Fact]
    public async Task LinkThatStaysInside_IsFollowed()
    {
        await Call("run_command", new { command = "mkdir d && ln -s ../a.txt d/l && ln -s d e" });
        (await Text("read_file", new { path = "e/l" })).ShouldStartWith("one");
        await Call("write_file", new { path = "e/l", content = "new" });
        (await Text("read_file", new { path = "a.txt" })).ShouldBe("new");
    }

    [Fact]
    public async Task RunCommand_NonZeroExit_IsAResultAndTimeoutKills()
    {
        var failed = await Call("run_command", new { command = "echo o; echo e >&2; exit 3" });
        failed.ShouldBe(new ToolOutput("exit code: 3\nstdout:\no\nstderr:\ne\n", ExitCode: 3, MayHaveChangedWorkspace: true));
        var slow = await environment.InvokeAsync("run_command", JsonElement.Parse("""{"command":"echo begun; touch left; sleep 60"}"""), TimeSpan.FromMilliseconds(400), CancellationToken.None);
        slow.Outcome.ShouldBe(ToolOutcome.TimedOut);
        slow.Text.ShouldBe("stopped at the time limit of 0.4 s\nstdout:\nbegun\n");
        slow.MayHaveChangedWorkspace.ShouldBeTrue();
    }

    [Fact]
    public async Task LongOutput_IsCutInTheMiddle_AndKeptWhole()
    {
        var output = await Call("run_command", new { command = "python3 -c \"print('é' * 30000 + 'END')\"" });
        Encoding.UTF8.GetByteCount(output.Text).ShouldBeLessThanOrEqualTo(OutputCap.MaxBytes);
        output.Text.ShouldStartWith("exit code: 0\nstdout:\né");
        output.Text.ShouldEndWith("éEND\n");
        output.Text.ShouldMatch(@"\[\.\.\. \d+ of 60025 bytes cut here \.\.\.\]");
        output.Text.ShouldNotContain('\uFFFD');
        (await blobs.GetAsync(output.FullText!.Value, default)).Length.ShouldBe(60025);
    }

    [Fact]
    public async Task SuiteFolder_IsInvisibleToCommands()
    {
        Assert.SkipUnless(environment.Sandbox == "bubblewrap", "Only bubblewrap hides files.");
        (await Text("run_command", new { command = $"ls '{suite.Folder}' /check /run-data; find / \\( -path /proc -o -path /sys -o -path /usr \\) -prune -o \\( -name check.py -o -name solution.yaml \\) -print 2>/dev/null; true" }))
            .ShouldNotContain("solution.yaml");
        (await Text("run_command", new { command = $"test -e '{suite.Folder}' && echo seen; test -e /check && echo seen; true" })).ShouldBe("exit code: 0\n");
    }

    [Fact]
    public async Task SaveAndRestore_GiveBackWhatToolsMade()
    {
        await Call("write_file", new { path = "b.txt", content = "1" });
        var tree = await environment.SaveAsync(CancellationToken.None);
        await Call("run_command", new { command = "rm a.txt; echo 2 > b.txt; mkdir -p c/d; chmod 000 c" });
        (await environment.RestoreAsync(tree, CancellationToken.None)).ShouldBe(tree);
        (await Text("list_files", new { })).ShouldBe("a.txt (14)\nb.txt (1)\n");
        await environment.RestoreAsync(null, CancellationToken.None);
        (await Text("list_files", new { })).ShouldBe("a.txt (14)\n");
    }

    [Fact]
    public async Task Invoke_ToolThatIsNotOfferedOrMisfittingArguments_IsABug()
    {
        await Should.ThrowAsync<ArgumentException>(Call("fly", new { }));
        await Should.ThrowAsync<ArgumentException>(Call("read_file", new { file = "x" }));
    }

    private Task<ToolOutput> Call<T>(string tool, T arguments) =>
        environment.InvokeAsync(tool, JsonSerializer.SerializeToElement(arguments), TimeSpan.FromSeconds(20), CancellationToken.None);

    private async Task<string> Text<T>(string tool, T arguments)
    {
        var output = await Call(tool, arguments);
        output.Outcome.ShouldBe(ToolOutcome.Succeeded, output.Text);
        return output.Text;
    }

    private async Task Fails<T>(string tool, T arguments, string rule)
    {
        var output = await Call(tool, arguments);
        output.Outcome.ShouldBe(ToolOutcome.Failed, output.Text);
        output.Text.ShouldStartWith("error: ");
        output.Text.ShouldContain(rule);
        output.MayHaveChangedWorkspace.ShouldBeFalse();
    }
}
