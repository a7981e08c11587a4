namespace Arena.Contracts;

/// <summary>The permits of a model, by <c>provider|model|region</c>, for the whole cluster. Volatile: leases come back by expiry.</summary>
[Alias("arena.gate")]
public interface IModelGateGrain : IGrainWithStringKey
{
    /// <summary>Asks for a permit. Answers at once. The same ticket again never takes a second permit.</summary>
    [Alias("acquire")]
    Task<PermitReply> AcquireAsync(PermitRequest request);

    /// <summary>Gives a permit back. Giving it back twice changes nothing.</summary>
    [Alias("release")]
    Task ReleaseAsync(string lease);

    /// <summary>Keeps a permit for another lease time. False where it has expired.</summary>
    [Alias("renew")]
    Task<bool> RenewAsync(string lease);
}
