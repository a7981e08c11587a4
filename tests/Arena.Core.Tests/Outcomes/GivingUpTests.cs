using Arena.Core.Outcomes;

namespace Arena.Core.Tests.Outcomes;

public sealed class GivingUpTests
{
    [Theory]
    [InlineData("I give up.")]
    [InlineData("After several tries I'm giving up on this task.")]
    [InlineData("I have to give up: the tests keep failing.")]
    [InlineData("I am stuck and don’t know what else to try.")]
    [InlineData("Unfortunately I was unable to complete the task.")]
    [InlineData("I wasn't sure at first. I'm not able to proceed without the tool.")]
    [InlineData("I couldn't fix the failing test.")]
    [InlineData("I could not finish, sorry.")]
    [InlineData("I can’t continue without access to the network.")]
    [InlineData("The task could not be completed.")]
    [InlineData("I ran out of ideas.")]
    [InlineData("I will stop here without a fix.")]
    [InlineData("My work is incomplete.")]
    public void Answer_ThatSaysItsAuthorStopped_IsGivingUp(string answer) => GivingUp.IsSaidIn(answer).ShouldBeTrue();

    [Theory]
    [InlineData("Done. All tests pass.")]
    [InlineData("The 10-day average cannot be computed: there are only three rows.")]
    [InlineData("The gateway gave up waiting after 30 s; that is the first visible error.")]
    [InlineData("The client gives up after three tries, which is the bug.")]
    [InlineData("I did not give up and found it: pool.py leaks connections.")]
    [InlineData("I fixed the bug; I could not find any other caller.")]
    [InlineData("I cannot run the linter here, but the tests pass.")]
    [InlineData("The worker was unable to complete the order, because the pool was exhausted.")]
    [InlineData("The process could not proceed because the lock was held; root cause: scheduler.")]
    [InlineData("")]
    public void Answer_ThatSaysSomethingElse_IsNot(string answer) => GivingUp.IsSaidIn(answer).ShouldBeFalse();
}
