using JanusCluster.Model;
using TorchSharp;

namespace JanusCluster.Bench.Weights;

/// <summary>
/// Fills a model with small numbers as fast as memory takes them. Every page is written: untouched ones would all be the
/// kernel's one page of zeros, and reading them would cost nothing. No number is so small that it is denormal.
/// </summary>
internal static class RandomWeights
{
    /// <summary>Numbers drawn; a prime, so that the copies lie differently in every matrix.</summary>
    private const long Drawn = 4_194_301;

    private const double Deviation = 0.02, Smallest = 1e-3;

    public static void Fill(JanusModel model)
    {
        using IDisposable noGradient = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor pattern = Pattern().to(model.Allocation.Type, model.Allocation.Device);
        long offset = 0;
        foreach ((string name, torch.Tensor weight) in model.named_parameters().Select(entry => (entry.name, (torch.Tensor)entry.parameter)))
        {
            using DisposeScope weightScope = torch.NewDisposeScope();
            if (weight.dim() == 1 && name.Contains("norm", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal))
                weight.fill_(1);
            else
                offset = Copy(pattern, weight.view(-1), offset);
        }
    }

    private static torch.Tensor Pattern()
    {
        using var generator = new torch.Generator(1, torch.CPU);
        torch.Tensor numbers = torch.randn(Drawn, generator: generator) * Deviation;
        return numbers + (numbers.ge(0).to(torch.ScalarType.Float32) * (2 * Smallest)) - Smallest;
    }

    /// <returns>Where in the pattern the next weight goes on.</returns>
    private static long Copy(torch.Tensor pattern, torch.Tensor flat, long offset)
    {
        for (long done = 0; done < flat.shape[0];)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            long count = Math.Min(Drawn - offset, flat.shape[0] - done);
            flat.narrow(0, done, count).copy_(pattern.narrow(0, offset, count));
            offset = (offset + count) % Drawn;
            done += count;
        }

        return offset;
    }
}
