using System.Net;
using System.Net.Sockets;
using Arena.Core.Sandboxing;

namespace Arena.Core.Tests.Sandboxing;

public sealed class BubblewrapSandboxTests(Sandboxes sandboxes) : SandboxContractTests(sandboxes)
{
    protected override string Kind => "bubblewrap";

    [Fact]
    public async Task Run_Network_IsNotThere()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        var script = $"import socket; socket.create_connection(('127.0.0.1', {port}), 2)";
        (await Sandboxes.Process.RunAsync(new SandboxCommand(["python3", "-c", script], Sandboxes.Workspace()), CancellationToken.None)).ExitCode.ShouldBe(0);
        var result = await Run(["python3", "-c", script]);
        result.ExitCode.ShouldBe(1);
        result.StandardError.Text.ShouldContain("Connection refused");
        (await Shell("ls /sys/class/net 2>/dev/null; tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '")).StandardOutput.Text.ShouldBe("lo\n");
    }

    [Theory]
    [InlineData("/x")]
    [InlineData("/usr/x")]
    [InlineData("/etc/x")]
    [InlineData("/dev/x")]
    [InlineData("/workspace/x")]
    [InlineData("/var/x")]
    public async Task Run_WriteOutsideTheWorkspace_IsRefused(string path) =>
        (await Shell($"echo x > {path}")).ExitCode.ShouldNotBe(0);

    [Theory]
    [InlineData("/home")]
    [InlineData("/root")]
    [InlineData("/etc/shadow")]
    [InlineData("/etc/hostname")]
    [InlineData("/var")]
    [InlineData("/sys")]
    [InlineData("/run")]
    public async Task Run_HostFiles_AreNotThere(string path)
    {
        Assert.SkipWhen(path == "/root" && Directory.Exists("/root") && (await Shell("ls -A /root/")).StandardOutput.Text.Length > 0, "A Python below /root is shown, and nothing else there.");
        (await Shell($"test -e {path} && ls -lA {path}")).StandardOutput.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_HostProcesses_AreNotSeen()
    {
        var seen = (await Shell("ls /proc | grep -c '^[0-9]'")).StandardOutput.Text;
        int.Parse(seen).ShouldBeLessThan(8);
    }

    [Fact]
    public async Task Run_TemporaryFolder_IsPrivateAndLimited()
    {
        var result = await Shell("echo x > /tmp/arena-left; df -k --output=size /tmp | tail -1 | tr -d ' '");
        result.ExitCode.ShouldBe(0);
        File.Exists("/tmp/arena-left").ShouldBeFalse();
        (await Shell("ls -A /tmp")).StandardOutput.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_HiddenFolderOfTheSystem_IsEmpty()
    {
        var command = new SandboxCommand(["ls", "-A", "/usr/share/doc"], Sandboxes.Workspace()) { Hidden = ["/usr/share/doc"] };
        var result = await Sandbox.RunAsync(command, CancellationToken.None);
        result.ExitCode.ShouldBe(0, result.StandardError.Text);
        result.StandardOutput.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_Privileges_AreNone()
    {
        var status = (await Shell("grep -E '^(CapEff|CapPrm|NoNewPrivs)' /proc/self/status | tr -d '\\t'")).StandardOutput.Text;
        status.ShouldContain("CapEff:0000000000000000");
        status.ShouldContain("CapPrm:0000000000000000");
        status.ShouldContain("NoNewPrivs:1");
    }

    [Fact]
    public async Task Run_NestedSandbox_OnlyWhereAllowed()
    {
        string[] nested = ["bwrap", "--ro-bind", "/", "/", "--tmpfs", "/tmp", "--dev", "/dev", "--unshare-pid", "--proc", "/proc", "echo", "inside"];
        var allowed = await Sandbox.RunAsync(new SandboxCommand([.. nested], Sandboxes.Workspace()) { MayNest = true }, CancellationToken.None);
        allowed.StandardOutput.Text.ShouldBe("inside\n", allowed.StandardError.Text);
    }

    [Fact]
    public async Task Run_ForkBomb_IsStoppedByTheLimit()
    {
        var result = await Run(["python3", "-c", """
            import os, time
            born = 0
            while True:
                try:
                    if os.fork() == 0:
                        time.sleep(60)
                        os._exit(0)
                    born += 1
                except OSError as e:
                    print("stopped", born < 64, e.errno)
                    break
            """]);
        result.StandardOutput.Text.ShouldBe("stopped True 11\n", result.StandardError.Text);
    }
}
