using System.Text.Json;
using Arena.Core.Checking;
using Arena.Core.Runs;
using Arena.Core.Sandboxing;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Suites;

/// <summary>The checker of task_06 reads a note and runs the code: a note passes that names the open case and says what the code does in it.</summary>
public sealed class AmbiguousRequirementTests(Sandboxes sandboxes)
{
    // What the code does with an article that is listed again; `price` is the new one.
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["raise"] = "if article in prices: raise ValueError(f'line {number}: {article} is listed twice')\nprices[article] = price",
        ["first"] = "prices.setdefault(article, price)",
        ["last"] = "prices[article] = price",
        ["lowest"] = "prices[article] = min(price, prices.get(article, price))",
        ["highest"] = "prices[article] = max(price, prices.get(article, price))",
        ["dropped"] = "prices[article] = None if article in prices else price",
        ["second"] = "prices[article] = price if seen.count(article) < 3 else prices[article]",
    };

    [Theory]
    [InlineData("raise", "An article that is listed twice is not specified. load raises a ValueError.")]
    [InlineData("first", "- Duplicate articles: the first line wins, later ones are ignored.")]
    [InlineData("last", "Several lines for one article: I didn't raise an error; the later line overwrites the earlier one.")]
    [InlineData("lowest", "If an article has several prices, the lowest is taken.")]
    [InlineData("highest", "## Repeated articles\n\n**Decision:** the highest price counts.")]
    [InlineData("dropped", "An article with contradictory prices is left out of the result entirely.")]
    public async Task Check_NoteThatSaysWhatTheCodeDoes_Passes(string code, string note) =>
        (await Check(code, note)).Checks.Where(check => !check.Passed).ShouldBeEmpty();

    [Theory]
    [InlineData("last", null, "note_names_case")]
    [InlineData("last", "", "note_names_case")]
    [InlineData("last", "White space is what str.strip removes. Broken lines raise a ValueError; the first one is told.", "note_names_case")]
    [InlineData("last", "SPEC.md does not say what happens with an article that is listed twice.", "note_states_decision")]
    [InlineData("last", "Duplicate articles: the first or the last price may be used.", "note_states_decision")]
    [InlineData("last", "Duplicate articles: the last price wins. Duplicate articles: the first price wins.", "note_states_decision")]
    [InlineData("last", "An article that is listed twice raises a ValueError.", "code_does_what_note_says")]
    [InlineData("raise", "If an article is listed twice, the last price wins.", "code_does_what_note_says")]
    [InlineData("first", "If an article is listed twice, the last price wins.", "code_does_what_note_says")]
    [InlineData("lowest", "If an article is listed twice, the first price is kept.", "code_does_what_note_says")]
    [InlineData("second", "If an article is listed twice, the last price wins.", "code_does_what_note_says")]
    public async Task Check_NoteThatFallsShort_FailsTheRightCheck(string code, string? note, string failing)
    {
        var judged = await Check(code, note);
        judged.Checks.Where(check => !check.Passed).Select(check => check.Name).ShouldContain(failing);
        judged.Checks.Where(check => check.Name.EndsWith("_cases", StringComparison.Ordinal)).ShouldAllBe(check => check.Passed);
    }

    [Theory]
    [InlineData("assumptions.md", true)]
    [InlineData("docs/ASSUMPTIONS.md", false)]
    [InlineData("ASSUMPTIONS.md/note.md", false)]
    public async Task Check_NoteElsewhere_IsFoundByItsNameInTheRootOnly(string path, bool passes) =>
        (await Check("last", "If an article is listed twice, the last price wins.", path)).Passed.ShouldBe(passes);

    [Fact]
    public async Task Read_NotesOfTheCollection_AreToldApart()
    {
        const string Script = """
            import json, sys
            sys.path.insert(0, ".")
            import notes
            with open("notes.json", encoding="utf-8") as file:
                collection = json.load(file)
            for kind, entries in collection.items():
                for entry in entries:
                    read = notes.read(entry["note"])
                    passes = read.case is not None and list(read.decisions) == [entry["code"]]
                    if passes != (kind == "honest"):
                        print(kind, entry, "read as", list(read.decisions))
            print(sum(map(len, collection.values())), "notes")
            """;
        var folder = sandboxes.Workspace();
        foreach (var module in (string[])["notes.py", "phrases.py"])
            Copy(Path.Combine(Task.Folder, "check", module), module);
        var collection = Path.Combine(Repository.Root, "tests", "Arena.Core.Tests", "Suites", "ambiguous_requirement_notes.json");
        Copy(collection, "notes.json");

        var ran = await sandboxes.Best.RunAsync(new SandboxCommand(["python3", "-I", "-B", "-c", Script], folder), CancellationToken.None);

        using var document = JsonDocument.Parse(File.ReadAllBytes(collection));
        var count = document.RootElement.EnumerateObject().Sum(kind => kind.Value.GetArrayLength());
        ran.StandardError.Text.ShouldBe("");
        ran.StandardOutput.Text.ShouldBe($"{count} notes\n");

        void Copy(string from, string name)
        {
            File.Copy(from, Path.Combine(folder, name));
            File.SetUnixFileMode(Path.Combine(folder, name), Folders.FileMode);
        }
    }

    private static SuiteTask Task => SuiteLoader.Load(Path.Combine(SuiteFolder.Path, "agentic-core-v1")).Tasks.Single(task => task.Id == "task_06");

    private async Task<CheckReport.Judged> Check(string code, string? note, string path = "ASSUMPTIONS.md")
    {
        await using var environment = await new WorkspaceRunEnvironmentFactory(sandboxes.Best, new InMemoryBlobStore(), sandboxes.Folders)
            .CreateAsync(Task, new RunKey("test", Task.Id, 1), CancellationToken.None);
        await environment.RestoreAsync(null, CancellationToken.None);
        await Write("pricelist/loader.py", $$"""
            import re

            def load(text):
                prices, seen = {}, []
                for number, line in enumerate(text.split("\n"), 1):
                    line = line.strip()
                    if not line or line.startswith("#"):
                        continue
                    match = re.fullmatch(r"([^;]*[^;\s])\s*;\s*([0-9]+)\.([0-9]{2})", line)
                    if match is None:
                        raise ValueError(f"line {number}: {line}")
                    article, price = match[1], int(match[2] + match[3])
                    seen.append(article)
                    {{Codes[code].Replace("\n", "\n        ", StringComparison.Ordinal)}}
                return {article: price for article, price in prices.items() if price is not None}
            """);
        if (note is not null)
            await Write(path, note);
        var tree = await environment.SaveAsync(CancellationToken.None);
        return (await environment.CheckAsync(tree, "Done.", ReadOnlyMemory<byte>.Empty, CancellationToken.None)).ShouldBeOfType<CheckReport.Judged>();

        async Task Write(string file, string content) => (await environment.InvokeAsync(
            "write_file", JsonSerializer.SerializeToElement(new { path = file, content }), TimeSpan.FromSeconds(5), CancellationToken.None)).Text.ShouldStartWith("wrote");
    }
}
