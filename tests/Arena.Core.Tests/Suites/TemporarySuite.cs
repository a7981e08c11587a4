namespace Arena.Core.Tests.Suites;

/// <summary>A small valid suite that a test can break.</summary>
public sealed class TemporarySuite : IDisposable
{
    private readonly string parent = Directory.CreateTempSubdirectory("arena-suite-").FullName;

    public TemporarySuite(string check = "print('{\"passed\": true, \"checks\": [{\"name\": \"c\", \"passed\": true}]}')")
    {
        Write("suite.yaml", "title: Small\ntasks: [task_a]\n");
        Write("tasks/task_a/task.yaml", "name: small\ncheck:\n  command: [python3, -I, check.py]\n  timeout: 5s\n");
        Write("tasks/task_a/instruction.md", "Do it.\n");
        Write("tasks/task_a/workspace/a.txt", "one\ntwo\nthree\n");
        Write("tasks/task_a/check/check.py", check);
        Write("tasks/task_a/solutions/oracle/solution.yaml", "title: o\nexpect: { passed: true }\nturns:\n  - text: ok\n");
        Write("tasks/task_a/solutions/nop/solution.yaml", "title: n\nexpect: { passed: false }\nturns:\n  - text: ok\n");
    }

    public string Folder => Path.Combine(parent, "small");

    public string Parent => parent;

    public void Write(string path, string content)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    public void Dispose() => Directory.Delete(parent, true);
}
