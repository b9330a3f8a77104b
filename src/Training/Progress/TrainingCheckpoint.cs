using System.Globalization;
using JanusCluster.Model.Checkpoints;
using TorchSharp;

namespace JanusCluster.Training.Progress;

/// <summary>Where a run got to: <c>NAME-STEP.safetensors</c> in the run's folder, whole or not there.</summary>
/// <param name="folder">Made when something is saved.</param>
/// <param name="name">Of the run, without a dash.</param>
internal sealed class TrainingCheckpoint(string folder, string name)
{
    /// <summary>Writes a run's state, then removes older ones.</summary>
    public void Save(int step, IEnumerable<(string Name, torch.Tensor Values)> state)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{name}-{step:D6}.safetensors"), partial = $"{path}.partial";
        File.Delete(partial);
        (TensorInfo Info, torch.Tensor Values)[] tensors =
            [.. state.Select(one => (new TensorInfo(one.Name, one.Values.shape, torch.ScalarType.Float32), one.Values))];
        using (var writer = new SafetensorsWriter(partial, [.. tensors.Select(tensor => tensor.Info)]))
        {
            foreach ((TensorInfo info, torch.Tensor values) in tensors)
                writer.Write(info, [values]);
            writer.Complete();
        }

        File.Move(partial, path, overwrite: true);
        foreach (string old in Saved().Where(one => one.Step < step).Select(one => one.Path).ToArray())
            File.Delete(old);
    }

    /// <summary>Fills a run's state from the newest checkpoint.</summary>
    /// <returns>Its step; null where there is none.</returns>
    public int? Load(IEnumerable<(string Name, torch.Tensor Values)> state)
    {
        if (Saved().OrderBy(one => one.Step).LastOrDefault() is not { Path: { } path } last)
            return null;
        using (var file = SafetensorsFile.Open(path))
        {
            foreach ((string tensor, torch.Tensor values) in state)
                file.Read(tensor, values);
        }

        return last.Step;
    }

    private IEnumerable<(string Path, int Step)> Saved()
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (string path in Directory.EnumerateFiles(folder, $"{name}-*.safetensors"))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int step))
                yield return (path, step);
        }
    }
}
