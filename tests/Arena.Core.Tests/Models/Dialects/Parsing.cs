using Arena.Core.Models.Dialects;

namespace Arena.Core.Tests.Models.Dialects;

/// <summary>Answers as a dialect reads them.</summary>
internal static class Parsing
{
    private static readonly DialectTools Offered = DialectTools.Named(["read_file", "write_file", "list_files"]);

    public static IEnumerable<string> Calls(string dialect, string text, DialectTools? tools = null) =>
        ToolDialects.Find(dialect)!.Parse(text, tools ?? Offered).Select(DialectGenerators.Show);

    public static void ShouldBeMalformed(string dialect, string text, string name, string problem, DialectTools? tools = null)
    {
        var call = ToolDialects.Find(dialect)!.Parse(text, tools ?? Offered).ShouldHaveSingleItem();

        call.Name.ShouldBe(name);
        call.Problem.ShouldNotBeNull().ShouldContain(problem);
        call.Raw.ShouldNotBeNull();
        ToolDialects.Find(dialect)!.ProblemOf(text, call.Raw, tools ?? Offered).ShouldBe(call.Problem);
    }
}
