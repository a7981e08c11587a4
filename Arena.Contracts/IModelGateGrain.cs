namespace Arena.Contracts;

/// <summary>
/// The permits of a model, by <c>provider|model|place</c> (region, endpoint or both), for the whole cluster. Volatile: leases come
/// back by expiry, and what a gate has learned of its provider is learned again.
/// </summary>
[Alias("arena.gate")]
public interface IModelGateGrain : IGrainWithStringKey
{
    /// <summary>Asks for a permit. Answers at once. The same ticket again never takes a second permit.</summary>
    [Alias("acquire")]
    Task<PermitReply> AcquireAsync(PermitRequest request);

    /// <summary>Gives a permit or a place in the line back. Giving it back twice changes nothing.</summary>
    [Alias("giveBack")]
    Task ReleaseAsync(PermitReturn permit);

    /// <summary>Keeps a permit for another lease time, also one that this gate has lost. False where it was given back.</summary>
    [Alias("renew")]
    Task<bool> RenewAsync(string lease);

    /// <summary>The gate as it is now.</summary>
    [Alias("get")]
    Task<GateReport> GetAsync();
}
