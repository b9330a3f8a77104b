using System.ComponentModel.DataAnnotations;
using JanusCluster.Hosting.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Hosting.Processes;

/// <summary>
/// A process that runs until it is told to stop. Configured by appsettings.json beside the program, by the environment
/// (<c>Silo__RedisConnection</c>), and by its command line (<c>--Silo:RedisConnection=ADDRESS</c>), the later ones above.
/// </summary>
public static class ServiceProcess
{
    private const int Failure = 1;

    /// <param name="section">The process's section of the configuration.</param>
    /// <returns>The exit code: 0 after a stop in good order; 1, and one line on standard error, when it could not start.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, string section, Action<HostApplicationBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configure);
        using var signals = new SecondSignal(ProcessEnd.Now);
        IHost host;
        try
        {
            HostApplicationBuilder builder = CreateBuilder([.. args.Where(arg => arg != InputEnd.Option)], section);
            configure(builder);
            host = builder.Build();
        }
        catch (ValidationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Failure;
        }

        IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        if (args.Contains(InputEnd.Option))
            InputEnd.Watch(lifetime.StopApplication);
        return await RunAsync(host, lifetime);
    }

    /// <summary>A host with the process's configuration and logs.</summary>
    /// <exception cref="SettingsException">The file cannot be read, or an argument is no setting.</exception>
    public static HostApplicationBuilder CreateBuilder(string[] args, string section) => CreateBuilder(
        args, section, () => Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory }));

    /// <param name="create">Makes a builder that reads <paramref name="args"/> and the files beside the program.</param>
    /// <inheritdoc cref="CreateBuilder(string[], string)"/>
    public static T CreateBuilder<T>(string[] args, string section, Func<T> create)
        where T : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(create);
        ServiceArguments.Check(args, section, "Logging");
        try
        {
            T builder = create();
            builder.Configuration.AddLogDefaults();
            return builder;
        }
        catch (InvalidDataException e)
        {
            throw new SettingsException(e.InnerException is { } cause ? $"{e.Message} {cause.Message}" : e.Message, e);
        }
    }

    private static async Task<int> RunAsync(IHost host, IHostApplicationLifetime lifetime)
    {
        CancellationToken stopping = lifetime.ApplicationStopping;
        try
        {
            await host.RunAsync();
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop while it started, or at the limit of its time to stop: what matters is durable.
            return 0;
        }
        catch (Exception e)
        {
            // The log has the rest.
            await Console.Error.WriteLineAsync($"The process failed: {e.Message}");
            return Failure;
        }
    }
}
