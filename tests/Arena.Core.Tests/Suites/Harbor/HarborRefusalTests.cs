using Arena.Core.Suites.Harbor;

namespace Arena.Core.Tests.Suites.Harbor;

/// <summary>What cannot be honoured is refused by name, with file and line; what has no effect is told.</summary>
public sealed class HarborRefusalTests : IDisposable
{
    private readonly HarborFolder harbor = new();

    public void Dispose() => harbor.Dispose();

    [Theory]
    [InlineData("[environment]\nnetwork_mode = \"public\"\n", 2, "environment.network_mode = \"public\": the sandbox has no network; only \"no-network\" can be honoured")]
    [InlineData("[environment]\nnetwork_mode = \"allowlist\"\nallowed_hosts = [\"pypi.org\"]\n", 2, "environment.network_mode = \"allowlist\": the sandbox has no network; only \"no-network\" can be honoured", "environment.allowed_hosts = [\"pypi.org\"]: the sandbox has no network")]
    [InlineData("[environment]\nallow_internet = true\n", 2, "environment.allow_internet = true: the sandbox has no network; only false can be honoured")]
    [InlineData("[agent]\nnetwork_mode = \"public\"\n", 2, "agent.network_mode = \"public\": the sandbox has no network; only \"no-network\" can be honoured")]
    [InlineData("[verifier]\nallowed_hosts = [\"a.example\"]\n", 2, "verifier.allowed_hosts = [\"a.example\"]: the sandbox has no network")]
    [InlineData("[environment]\nmemory_mb = 2048\n", 2, "environment.memory_mb = 2048: the sandbox gives each process at most 1024 MB")]
    [InlineData("[environment]\nmemory = \"1.5G\"\n", 2, "environment.memory = \"1.5G\": the sandbox gives each process at most 1024 MB")]
    [InlineData("[environment]\nmemory = \"much\"\n", 2, "environment.memory = \"much\": this must be a number of megabytes, or a size like \"512M\" or \"2G\"")]
    [InlineData("[environment]\ndocker_image = \"a/b:c\"\n", 2, "environment.docker_image = \"a/b:c\": a prebuilt image cannot be used; the sandbox shows this machine's own programs")]
    [InlineData("[environment]\ngpus = 1\ngpu_types = [\"H100\"]\n", 2, "environment.gpus = 1: there are no GPUs in the sandbox", "environment.gpu_types = [\"H100\"]: there are no GPUs in the sandbox")]
    [InlineData("[environment.tpu]\ntype = \"v4\"\n", 2, "environment.tpu.type = \"v4\": there are no TPUs in the sandbox")]
    [InlineData("[[environment.mcp_servers]]\nname = \"m\"\n", 1, "environment.mcp_servers = [\"a table\"]: MCP servers cannot be offered")]
    [InlineData("[environment]\nskills_dir = \"/skills\"\n", 2, "environment.skills_dir = \"/skills\": skills cannot be offered")]
    [InlineData("[environment.healthcheck]\ncommand = \"true\"\n", 2, "environment.healthcheck.command = \"true\": nothing is started that could be waited for")]
    [InlineData("[environment.env]\nA = \"b\"\n", 2, "environment.env.A = \"b\": variables cannot be set for the tools")]
    [InlineData("[environment]\nos = \"windows\"\n", 2, "environment.os = \"windows\": tasks run on Linux")]
    [InlineData("[environment]\nworkdir = \"/usr/src\"\n", null, "the working directory cannot be '/usr/src': /usr belongs to the sandbox")]
    [InlineData("[environment]\nworkdir = \"/tests\"\n", null, "the working directory cannot be '/tests': Harbor's own files stand there")]
    [InlineData("[agent]\nuser = \"root\"\n", 2, "agent.user = \"root\": tools run as the sandbox's own user")]
    [InlineData("[agent]\ntimeout_sec = 0\n", 2, "agent.timeout_sec = 0: this must be a number of seconds above 0, and at most 86400 can be honoured")]
    [InlineData("[environment]\ngpus = 0\ngpu_types = []\nmcp_servers = []\nskills_dir = \"\"\n[verifier]\nenvironment_mode = \"shared\"\n[verifier.env]\n", null)]
    [InlineData("[verifier]\nuser = 0\n", 2, "verifier.user = 0: checkers run as the sandbox's own user")]
    [InlineData("[verifier]\ntimeout_sec = 7200\n", 2, "verifier.timeout_sec = 7200: this must be a number of seconds above 0, and at most 3580 can be honoured")]
    [InlineData("[verifier]\ntimeout_sec = \"long\"\n", 2, "verifier.timeout_sec = \"long\": this must be a number of seconds above 0, and at most 3580 can be honoured")]
    [InlineData("[verifier]\nenvironment_mode = \"separate\"\n", 2, "verifier.environment_mode = \"separate\": a separate verifier environment cannot be made; only \"shared\" can be honoured")]
    [InlineData("[verifier.environment]\ncpus = 1\n", 2, "verifier.environment.cpus = 1: a separate verifier environment cannot be made")]
    [InlineData("[[verifier.collect]]\ncommand = \"x\"\n", 1, "verifier.collect = [\"a table\"]: there are no services to collect from")]
    [InlineData("[verifier.continuous]\nenabled = true\n", 2, "verifier.continuous.enabled = true: submissions cannot be verified while the agent works")]
    [InlineData("[verifier.env]\nKEY = \"${OPENAI_API_KEY}\"\n", 2, "verifier.env.KEY = \"${OPENAI_API_KEY}\": values of the host's variables are not passed on")]
    [InlineData("[solution.env]\n\"a b\" = \"c\"\n", 2, "solution.env.a b = \"c\": this is no variable that a shell can set")]
    [InlineData("multi_step_reward_strategy = \"mean\"\n[[steps]]\nname = \"a\"\n", 1, "multi_step_reward_strategy = \"mean\": tasks of several steps cannot be run", "steps = [\"a table\"]: tasks of several steps cannot be run")]
    [InlineData("[agent\n", 1, "this is no valid TOML")]
    public void Import_SettingThatCannotBeHonoured_IsRefusedByNameAndLine(string toml, int? line, params string[] told)
    {
        harbor.Write("task.toml", toml);

        var refusals = Refusals();

        refusals.Select(note => note.Text).Take(told.Length).ShouldAllBe(text => told.Any(expected => text.StartsWith(expected, StringComparison.Ordinal)));
        if (told.Length == 0)
        {
            // What says that there is none asks for nothing.
            refusals.ShouldBeEmpty();
            return;
        }

        refusals.Count.ShouldBe(told.Length);
        refusals[0].Line.ShouldBe(line);
        refusals[0].File.ShouldStartWith(harbor.CountWords);
    }

    [Theory]
    [InlineData("RUN apt-get update", 3, "RUN apt-get update: only FROM, WORKDIR and COPY can be done without Docker")]
    [InlineData("RUN <<EOF\nUSER a\nEOF", 3, "RUN <<EOF: only FROM, WORKDIR and COPY can be done without Docker")]
    [InlineData("run a && \\\n\n    # comment\n  b", 3, "RUN a &&  b: only FROM")]
    [InlineData("ENV A=b", 3, "ENV A=b: only FROM")]
    [InlineData("USER agent", 3, "USER agent: only FROM")]
    [InlineData("ENTRYPOINT [\"/x\"]", 3, "ENTRYPOINT [\"/x\"]: only FROM")]
    [InlineData("EXPOSE 80", 3, "EXPOSE 80: only FROM")]
    [InlineData("FROM b", 3, "FROM b: a second stage cannot be built")]
    [InlineData("ADD https://a.example/b.txt ./", 3, "ADD https://a.example/b.txt ./: 'https://a.example/b.txt' would be fetched or unpacked; only plain files can be added")]
    [InlineData("ADD data.tar.gz ./", 3, "ADD data.tar.gz ./: 'data.tar.gz' would be fetched or unpacked; only plain files can be added")]
    [InlineData("COPY --from=build /x ./", 3, "COPY --from=build /x ./: the option --from cannot be honoured")]
    [InlineData("COPY --chown=a:b notes.txt ./", 3, "COPY --chown=a:b notes.txt ./: the option --chown cannot be honoured")]
    [InlineData("COPY <<EOF /app/x\nhello\nEOF", 3, "COPY <<EOF /app/x: here-documents cannot be copied; put the file into environment/")]
    [InlineData("COPY $FILE ./", 3, "COPY $FILE ./: variables are not known here")]
    [InlineData("COPY none.txt ./", 3, "COPY none.txt ./: there is no environment/none.txt")]
    [InlineData("COPY ../task.toml ./", 3, "COPY ../task.toml ./: '../task.toml' leads out of environment/")]
    [InlineData("COPY notes.txt data /app/x", 3, "COPY notes.txt data /app/x: several sources need a target that ends with '/'")]
    [InlineData("COPY notes.txt", 3, "COPY notes.txt: a source and a target are needed")]
    [InlineData("COPY [\"notes.txt\"", 3, "COPY [\"notes.txt\": this is no list of texts")]
    [InlineData("COPY n[o]tes.txt ./", 3, "COPY n[o]tes.txt ./: 'n[o]tes.txt' has a pattern with '['")]
    [InlineData("COPY notes.txt /etc/notes.txt", null, "notes.txt is copied to /etc/notes.txt, which is outside the working directory /app; only that is kept here")]
    [InlineData("WORKDIR $HOME", 3, "WORKDIR $HOME: variables are not known here")]
    [InlineData("WORKDIR /", null, "the working directory must be an absolute path")]
    [InlineData("WORKDIR ../opt/../usr/local", null, "the working directory cannot be '/usr/local': /usr belongs to the sandbox")]
    public void Import_DockerfileThatDoesMoreThanCopy_IsRefusedByInstructionAndLine(string instruction, int? line, string told)
    {
        harbor.Write("environment/Dockerfile", "FROM a\nWORKDIR /app\n" + instruction + "\n");

        var refusal = Refusals().ShouldHaveSingleItem();

        refusal.Text.ShouldStartWith(told);
        refusal.Line.ShouldBe(line);
        refusal.File.ShouldStartWith(Path.Combine(harbor.CountWords, "environment"));
    }

    [Theory]
    [InlineData("FROM a AS b\nWORKDIR /app\n", "FROM a AS b: stages cannot be built")]
    [InlineData("FROM a\nCOPY notes.txt ./\n", "COPY notes.txt ./: the target is relative to the image's own working directory, which is not known here")]
    [InlineData("FROM a\nWORKDIR app\n", "WORKDIR app: the path is relative to the image's own working directory, which is not known here")]
    [InlineData("FROM a\nCOPY notes.txt /app/\n", "there is no WORKDIR, so the working directory would be the image's own, which is not known here; add one, or set environment.workdir")]
    public void Import_DockerfileWhoseImageWouldDecide_IsRefused(string dockerfile, string told)
    {
        harbor.Write("environment/Dockerfile", dockerfile);
        Refusals()[0].Text.ShouldBe(told);
    }

    [Theory]
    [InlineData("environment/docker-compose.yaml", "services of docker-compose cannot be started")]
    [InlineData("environment/.dockerignore", ".dockerignore is not read; leave out what COPY must not copy")]
    public void Import_FileThatNeedsDocker_IsRefused(string path, string told)
    {
        harbor.Write(path, "x\n");
        Refusals().ShouldHaveSingleItem().ShouldBe(new HarborNote(Path.Combine(harbor.CountWords, path), null, told, true));
    }

    [Theory]
    [InlineData("instruction.md", "this file is missing")]
    [InlineData("tests/test.sh", "this file is missing")]
    [InlineData("solution/solve.sh", "this file is missing; without a solution nothing shows that the task can be passed")]
    public void Import_MissingFile_IsNamed(string path, string told)
    {
        File.Delete(Path.Combine(harbor.CountWords, path));
        Refusals().ShouldHaveSingleItem().ShouldBe(new HarborNote(Path.Combine(harbor.CountWords, path), null, told, true));
    }

    [Theory]
    [InlineData("environment/data/link")]
    [InlineData("tests/link")]
    [InlineData("solution/link")]
    public void Import_Link_IsRefused(string path)
    {
        File.CreateSymbolicLink(Path.Combine(harbor.CountWords, path), "/etc/passwd");
        Refusals().ShouldHaveSingleItem().Text.ShouldBe("this is a link, and a suite must not hold links; put a copy here");
    }

    [Fact]
    public void Import_SolutionThatNoCommandCanHold_IsRefused()
    {
        harbor.Write("solution/large.txt", new string('x', 130_000));
        Refusals().ShouldHaveSingleItem().Text.ShouldBe("the solution is larger than the 120000 bytes that one command can have");
    }

    [Theory]
    [InlineData("[agents]\ntimeout_sec = 1\n", 2, "agents.timeout_sec = 1: unknown key, without effect here")]
    [InlineData("[environment]\nnetwork = \"off\"\n", 2, "environment.network = \"off\": unknown key, without effect here")]
    [InlineData("[environment]\nstorage_mb = 10240\n", 2, "environment.storage_mb = 10240: a workspace holds at most 64 MB here")]
    [InlineData("artifacts = [\"/app/x\"]\n", 1, "artifacts = [\"/app/x\"]: artifacts are not collected; the whole final workspace is kept with every run")]
    [InlineData("source = \"x\"\n", null, "no environment.network_mode is set, which in Harbor means an open network; here there is none")]
    public void Import_SettingWithoutEffect_IsToldAsAWarning(string toml, int? line, string told)
    {
        harbor.Write("task.toml", toml);
        var import = Import();
        import.Folder.ShouldNotBeNull();
        import.Notes.ShouldContain(new HarborNote(Path.Combine(harbor.CountWords, "task.toml"), line, told, false));
    }

    [Fact]
    public void Import_ScriptThatFetches_IsWarnedOf()
    {
        harbor.Write("tests/test.sh", "#!/bin/bash\n# curl is not used\nuvx pytest /tests/test.py\napt-get install -y curl\n");
        harbor.Write("notes.md", "x\n");

        Import().Notes.Where(note => !note.Refuses).Select(note => note.ToString()[(harbor.CountWords.Length + 1)..]).ShouldBe(
        [
            "environment/Dockerfile:2: the image 'python:3.13-slim' is not used; the sandbox shows this machine's own programs",
            "tests/test.sh:3: 'uvx' needs a network or the right to install, and the sandbox has neither",
            "tests/test.sh:4: 'apt-get' needs a network or the right to install, and the sandbox has neither",
            "notes.md: this is no part of a Harbor task that is imported; it is left out",
        ]);
    }

    [Fact]
    public void Import_CopyOfPatternsAndFolders_DoesAsDockerDoes()
    {
        harbor.Write("environment/Dockerfile", """
            FROM a
            COPY data/ /app/one
            COPY *.txt no?es.txt /app/two/
            WORKDIR /app
            COPY . all/
            COPY data/text.txt .
            COPY left-out.txt renamed.txt
            """);

        var workspace = Path.Combine(Import().Folder!, "tasks", "count-words", "workspace");

        Directory.EnumerateFiles(workspace, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(workspace, path)).Order(StringComparer.Ordinal).ShouldBe(
        [
            "all/Dockerfile", "all/data/text.txt", "all/left-out.txt", "all/notes.txt", "all/read me.md",
            "one/text.txt", "renamed.txt", "text.txt", "two/left-out.txt", "two/notes.txt",
        ]);
    }

    private List<HarborNote> Refusals() => [.. Import().Notes.Where(note => note.Refuses)];

    private HarborImport Import() => HarborImporter.Import(harbor.CountWords, harbor.Suites, "one", skipRefused: false);
}
