using System.Net;

namespace JanusCluster.Client.Tenancy;

/// <summary>
/// Verifies the keys that come from an address. Where too many wrong ones come from, only those that are known by heart
/// still work: whoever shares an address with one that guesses is not locked out while working.
/// </summary>
internal sealed class KeyGate(IKeyVerifier keys, FailedAttempts failures)
{
    public async ValueTask<KeyTrial> TryAsync(string key, IPAddress? address, CancellationToken cancellationToken)
    {
        if (keys.Recall(key) is { } known)
            return new KeyTrial(known, false);
        if (failures.AreTooMany(address))
            return new KeyTrial(null, true);
        KeyHolder? holder = await keys.VerifyAsync(key, cancellationToken);
        if (holder is null)
            failures.Add(address);
        return new KeyTrial(holder, false);
    }
}

/// <param name="Holder">Null for a key that is not valid, or was not looked at.</param>
/// <param name="IsLockedOut">Too many wrong keys came from the address: it was not looked at.</param>
internal readonly record struct KeyTrial(KeyHolder? Holder, bool IsLockedOut);
