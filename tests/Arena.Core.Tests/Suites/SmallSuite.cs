namespace Arena.Core.Tests.Suites;

/// <summary>The smallest suite that is one.</summary>
internal static class SmallSuite
{
    public const string Id = "small-v1";

    public static void Write(string suites)
    {
        Add("suite.yaml", "title: Small\nrepetitions: 2\ntasks: [t1]\n");
        Add("tasks/t1/task.yaml", """
            name: small
            tools: [read_file, run_command]
            limits: { turns: 5, time: 90s }
            faults: [ { tool: run_command, call: 1, error: busy } ]
            check: { command: [python3, -I, check.py] }
            """);
        Add("tasks/t1/instruction.md", "Do it.\n");
        Add("tasks/t1/workspace/a.txt", "a\n");
        Add("tasks/t1/check/check.py", "print('{\"passed\": true, \"checks\": []}')\n");
        Add("tasks/t1/solutions/oracle/solution.yaml", "title: right\nexpect: { passed: true }\nturns: [ { text: done } ]\n");
        Add("tasks/t1/solutions/nop/solution.yaml", "title: nothing\nexpect: { passed: false }\nturns: [ { text: done } ]\n");
        Add("tasks/t1/solutions/trap-a/solution.yaml", "title: wrong\nexpect: { passed: false, failureMode: wrong_answer, failingCheck: c }\nturns: [ { text: done } ]\n");

        void Add(string path, string text)
        {
            var file = Path.Combine(suites, Id, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
