using JanusCluster.Contracts;
using JanusCluster.Silo.Hosting;
using Orleans.Storage;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Hosting;

public sealed class StorageErrorFilterTests
{
    [Fact]
    public void IsOfStorage_ErrorsOfRedis_AlsoInsideOthers()
    {
        var redis = new RedisConnectionException(ConnectionFailureType.SocketFailure, "gone");
        Assert.True(StorageErrorFilter.IsOfStorage(redis));
        Assert.True(StorageErrorFilter.IsOfStorage(new RedisTimeoutException("late", CommandStatus.Sent)));
        Assert.True(StorageErrorFilter.IsOfStorage(new RedisServerException("READONLY")));
        Assert.True(StorageErrorFilter.IsOfStorage(new OrleansException("storage", new InvalidOperationException("inner", redis))));
        Assert.True(StorageErrorFilter.IsOfStorage(new AggregateException(new InvalidOperationException(), redis)));
    }

    [Fact]
    public void IsOfStorage_OtherErrors_PassUntouched()
    {
        var redis = new RedisServerException("x");
        Assert.False(StorageErrorFilter.IsOfStorage(new InconsistentStateException("other etag", redis)));
        Assert.False(StorageErrorFilter.IsOfStorage(new TimeoutException()));
        Assert.False(StorageErrorFilter.IsOfStorage(new JanusException("no")));
    }
}
