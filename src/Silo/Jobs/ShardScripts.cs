namespace JanusCluster.Silo.Jobs;

/// <summary>
/// What Redis does with the hash of a shard, each script in one indivisible step. The fields of item N:
/// <c>l:N</c> epoch of its last grant, attempts since it last made progress, and codes that are kept, joined by colons;
/// <c>c:N:F</c> codes from the F-th on, two bytes each; <c>n:N</c> the numerics class that must go on with them;
/// <c>r:N</c> its result, <c>e:N</c> its error, <c>d:N</c> its delivery. <c>cancelled</c> stands for the whole shard.
/// </summary>
/// <remarks>
/// Epochs are 16 hexadecimal digits, so that text compares as numbers do: Lua's own would round them. What a script sets it
/// sets with one command: the append-only file repeats the key for each, and frames more than one as a transaction.
/// </remarks>
internal static class ShardScripts
{
    private const string Fields = """
        local h = KEYS[1]
        local cancelled = redis.call('HEXISTS', h, 'cancelled') == 1
        local unpack = unpack or table.unpack
        local pending, touched = {}, {}
        local function flush()
          if #pending > 0 then redis.call('HSET', h, unpack(pending)) end
          pending, touched = {}, {}
        end
        local function set(n, field, value)
          pending[#pending + 1] = field
          pending[#pending + 1] = value
          touched[n] = true
        end
        local function read(n)
          if touched[n] then flush() end
          local f = redis.call('HMGET', h, 'l:' .. n, 'r:' .. n, 'e:' .. n)
          local epoch, attempts, codes = '', 0, 0
          if f[1] then
            epoch, attempts, codes = string.match(f[1], '^(%x+):(%d+):(%d+)$')
            attempts, codes = tonumber(attempts), tonumber(codes)
          end
          return epoch, attempts, codes, f[2] and 'r' or f[3] and 'e'
        end
        local function lease(n, epoch, attempts, codes)
          set(n, 'l:' .. n, string.format('%s:%d:%d', epoch, attempts, codes))
        end

        """;

    /// <summary>
    /// Arguments: attempts that are too many, the error of an item that reaches them, then for each grant position, epoch,
    /// numerics, alone (0, 1), restart (0, 1). Answers state, kept codes and numerics for each.
    /// </summary>
    public const string Grant = Fields + """
        local most, poison = tonumber(ARGV[1]), ARGV[2]
        local out = {}
        for i = 3, #ARGV, 5 do
          local n, epoch, numerics, alone, restart = ARGV[i], ARGV[i+1], ARGV[i+2], ARGV[i+3], ARGV[i+4]
          local last, attempts, codes, settled = read(n)
          local bound = redis.call('HGET', h, 'n:' .. n) or ''
          local state = '0'
          if settled or cancelled then
            state = '1'
          elseif last > epoch then
            state = '3'
          elseif bound ~= '' and bound ~= numerics and restart == '0' then
            state = '4'
          elseif last ~= epoch then
            if attempts >= most then
              set(n, 'e:' .. n, poison)
              state = 'p'
            elseif attempts >= most - 1 and alone == '0' then
              state = '2'
            else
              if bound ~= '' and bound ~= numerics then
                redis.call('HDEL', h, 'n:' .. n)
                codes, bound = 0, ''
              end
              lease(n, epoch, attempts + 1, codes)
            end
          end
          local kept = ''
          if state == '0' then
            local pieces, from = {}, 0
            while from < codes do
              local piece = redis.call('HGET', h, 'c:' .. n .. ':' .. from)
              pieces[#pieces + 1] = piece
              from = from + math.floor(#piece / 2)
            end
            kept = table.concat(pieces)
          end
          out[#out + 1] = state
          out[#out + 1] = kept
          out[#out + 1] = bound
        end
        flush()
        return out
        """;

    /// <summary>
    /// Keys: the hash, and the tenant's usage. Arguments: operations of seven: <c>c</c> position, epoch, from, codes, numerics,
    /// nothing; <c>r</c> or <c>e</c> position, epoch, from, value, field of the usage, what is added to it and to the next
    /// ones, joined by commas; <c>b</c> position, epoch and nothing more. Answers 0 written, 1 stale, 2 settled for each.
    /// </summary>
    public const string Write = Fields + """
        local out, used = {}, {}
        for i = 1, #ARGV, 7 do
          local op, n, epoch, from, value, extra, usage =
            ARGV[i], ARGV[i+1], ARGV[i+2], tonumber(ARGV[i+3]), ARGV[i+4], ARGV[i+5], ARGV[i+6]
          local last, attempts, codes, settled = read(n)
          local verdict = '0'
          if settled then
            verdict = last == epoch and settled == op and '0' or '2'
          elseif cancelled then
            verdict = '2'
          elseif last ~= epoch then
            verdict = '1'
          elseif op == 'c' then
            local to = from + math.floor(#value / 2)
            if codes == from then
              set(n, 'c:' .. n .. ':' .. from, value)
              if extra ~= '' and from == 0 then set(n, 'n:' .. n, extra) end
              lease(n, epoch, 0, to)
            elseif codes < to then
              verdict = '1'
            end
          elseif op == 'b' then
            lease(n, epoch, math.max(0, attempts - 1), codes)
          elseif op == 'r' and from ~= codes and from > 0 then
            verdict = '1'
          else
            set(n, op .. ':' .. n, value)
            for field, by in string.gmatch(usage, '([%a_]+)=(%d+)') do
              used[field] = (used[field] or 0) + tonumber(by)
            end
          end
          out[#out + 1] = verdict
        end
        flush()
        for field, by in pairs(used) do
          redis.call('HINCRBY', KEYS[2], field, string.format('%d', by))
        end
        return out
        """;

    /// <summary>Arguments: position, receipt, 1 to drop the codes. Answers 1 the first time.</summary>
    public const string Deliver = """
        local h, n = KEYS[1], ARGV[1]
        if redis.call('HSETNX', h, 'd:' .. n, ARGV[2]) == 0 then return 0 end
        if ARGV[3] == '1' then
          local last = redis.call('HGET', h, 'l:' .. n)
          local codes = last and tonumber(string.match(last, ':(%d+)$')) or 0
          local from = 0
          while from < codes do
            local field = 'c:' .. n .. ':' .. from
            local piece = redis.call('HGET', h, field)
            if not piece then break end
            from = from + math.floor(#piece / 2)
            redis.call('HDEL', h, field)
          end
          redis.call('HSET', h, 'r:' .. n, ARGV[4])
        end
        return 1
        """;

    /// <summary>Argument: position. Answers the codes that are kept, joined.</summary>
    public const string Checkpoint = """
        local h, n = KEYS[1], ARGV[1]
        local last = redis.call('HGET', h, 'l:' .. n)
        local codes = last and tonumber(string.match(last, ':(%d+)$')) or 0
        local pieces, from = {}, 0
        while from < codes do
          local piece = redis.call('HGET', h, 'c:' .. n .. ':' .. from)
          if not piece then break end
          pieces[#pieces + 1] = piece
          from = from + math.floor(#piece / 2)
        end
        return table.concat(pieces)
        """;

    /// <summary>Arguments: positions whose errors are forgotten.</summary>
    public const string ClearErrors = Fields + """
        for i = 1, #ARGV do
          local n = ARGV[i]
          local last, attempts, codes = read(n)
          redis.call('HDEL', h, 'e:' .. n)
          if last ~= '' then lease(n, last, 0, codes) end
        end
        flush()
        return 1
        """;
}
