using System.Collections.Immutable;
using Arena.Core.Documents;
using Arena.Core.Models.Scripted;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Suites;

/// <summary>Reads one task of a suite from its folder.</summary>
internal static class TaskReader
{
    /// <summary>The longest time limit that a checker can have.</summary>
    public static readonly TimeSpan MostCheckTime = TimeSpan.FromHours(1);

    private static readonly string[] FailureModes = [.. Enum.GetValues<Outcomes.FailureMode>().Select(mode => mode.ToSnakeCase())];

    public static SuiteTask Read(string folder)
    {
        foreach (var needed in (string[])["workspace", "check", "solutions"])
        {
            if (!Directory.Exists(Path.Combine(folder, needed)))
                throw new DocumentException(Path.Combine(folder, needed), null, "this folder is missing; a task needs workspace/, check/ and solutions/.");
        }

        var file = Path.Combine(folder, "task.yaml");
        var map = YamlMap.Load(file);
        var name = map.Required("name").String();
        var tools = map.Optional("tools") is { } listed ? ReadTools(listed) : ToolCatalog.Standard;
        var limits = map.Optional("limits") is { } stated ? ReadLimits(stated.Map()) : TaskLimits.Default;
        var faults = map.Optional("faults") is { } declared
            ? [.. declared.List().Select(fault => ReadFault(fault.Map(), tools))]
            : ImmutableArray<ToolFault>.Empty;
        var workspacePath = map.Optional("workspacePath") is { } path ? ReadWorkspacePath(path) : WorkspacePaths.Mount;
        var check = ReadCheck(map.Required("check").Map(), folder);
        map.Done();

        var instruction = Path.Combine(folder, "instruction.md");
        if (!File.Exists(instruction))
            throw new DocumentException(instruction, null, "this file is missing; it holds what the model is asked.");
        var text = File.ReadAllText(instruction).Trim();
        if (text.Length == 0)
            throw new DocumentException(instruction, 1, "the instruction is empty.");
        return new SuiteTask(
            Path.GetFileName(folder), name, SuiteDigest.Of(folder), folder, text, tools, limits, faults, check, ReadSolutions(folder)) { WorkspacePath = workspacePath };
    }

    private static ImmutableArray<string> ReadTools(YamlValue listed)
    {
        var tools = listed.List().Select(tool => tool.OneOf(ToolCatalog.Names)).ToImmutableArray();
        return tools.Distinct(StringComparer.Ordinal).Count() == tools.Length ? tools : throw listed.Error($"{listed.Path} names a tool twice.");
    }

    private static string ReadWorkspacePath(YamlValue value) =>
        WorkspacePaths.MountProblem(value.String()) is { } problem ? throw value.Error($"{value.Path} {problem}.") : value.String();

    private static TaskLimits ReadLimits(YamlMap map)
    {
        var standard = TaskLimits.Default;
        var least = TimeSpan.FromMilliseconds(1);
        var limits = new TaskLimits(
            map.Optional("turns")?.Int(1, 1_000) ?? standard.Turns,
            map.Optional("toolCalls")?.Int(0, 10_000) ?? standard.ToolCalls,
            map.Optional("tokens")?.Long(1, 100_000_000) ?? standard.Tokens,
            map.Optional("time")?.Duration(least, TimeSpan.FromHours(24)) ?? standard.Time,
            map.Optional("consecutiveErrors")?.Int(1, 1_000) ?? standard.ConsecutiveErrors,
            map.Optional("toolTimeout")?.Duration(least, TimeSpan.FromHours(1)) ?? standard.ToolTimeout);
        map.Done();
        return limits;
    }

    private static ToolFault ReadFault(YamlMap map, ImmutableArray<string> tools)
    {
        var fault = new ToolFault(map.Required("tool").OneOf(tools), map.Optional("call")?.Int(1, 10_000) ?? 1, map.Required("error").String().Trim());
        map.Done();
        return fault;
    }

    private static CheckCommand ReadCheck(YamlMap map, string folder)
    {
        var command = map.Required("command");
        var check = new CheckCommand(command.Strings(), map.Optional("timeout")?.Duration(TimeSpan.FromMilliseconds(100), MostCheckTime) ?? TimeSpan.FromSeconds(60));
        map.Done();
        if (check.Command.IsEmpty)
            throw command.Error($"{command.Path} needs a program.");
        // A script that is not there would end every run as broken infrastructure; better to know it now.
        return check.Command.FirstOrDefault(part => Path.GetExtension(part) is ".py" or ".sh" && !File.Exists(Path.Combine(folder, "check", part))) is { } missing
            ? throw command.Error($"there is no file check/{missing}.")
            : check;
    }

    private static ImmutableArray<Solution> ReadSolutions(string folder)
    {
        var solutions = Directory.EnumerateDirectories(Path.Combine(folder, "solutions")).Order(StringComparer.Ordinal).Select(ReadSolution)
            .OrderBy(solution => solution.Id switch { "oracle" => 0, "nop" => 1, _ => 2 }).ToImmutableArray();
        foreach (var needed in (string[])["oracle", "nop"])
        {
            if (solutions.All(solution => solution.Id != needed))
                throw new DocumentException(Path.Combine(folder, "solutions", needed), null, "this folder is missing; a task needs the solutions oracle and nop.");
        }

        return solutions;
    }

    private static Solution ReadSolution(string folder)
    {
        var map = YamlMap.Load(Path.Combine(folder, "solution.yaml"));
        var id = Path.GetFileName(folder);
        if (!SuiteLoader.IsId(id))
            throw map.Error($"the folder name '{id}' is no solution id; use lower-case letters, digits, '-' and '_'.");
        var title = map.Required("title").String();
        var expect = map.Required("expect").Map();
        var passed = expect.Required("passed");
        var expectation = new SolutionExpectation(
            passed.Bool(),
            expect.Optional("failureMode")?.OneOf(FailureModes),
            expect.Optional("failingCheck")?.String(),
            expect.Optional("toolErrors")?.Bool() ?? false);
        expect.Done();
        var kind = id.Split('-', 2)[0];
        if (kind is not ("oracle" or "nop" or "trap" or "alternative"))
            throw map.Error($"the folder name '{id}' is no solution id; allowed are oracle, nop, trap-... and alternative-....");
        if (expectation.Passed != (kind is "oracle" or "alternative"))
            throw passed.Error(expectation.Passed ? $"{id} must fail: write false." : $"{id} must pass: write true.");
        if (expectation is { Passed: true, FailureMode: not null } or { Passed: true, FailingCheck: not null })
            throw expect.Error("what passes has no failureMode and no failingCheck.");
        if (kind == "trap" && (expectation.FailureMode is null || expectation.FailingCheck is null))
            throw expect.Error("a trap declares the failureMode and the failingCheck that it must produce.");
        var turns = ScriptedTurnReader.Read(map.Required("turns"));
        map.Done();
        return new Solution(id, title, expectation, turns);
    }
}
