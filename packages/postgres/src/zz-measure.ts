import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { sql, createPool } from 'slonik';
import { openTestStorage } from './open-test-storage.ts';
import { connectionSettings } from './connection/connection-settings.ts';
import { openHotPool } from './connection/open-hot-pool.ts';
import { openReaderPool } from './connection/open-reader-pool.ts';
import { flushStatement } from './intake/flush-statement.ts';
import { distinctRows } from './intake/distinct-rows.ts';
import { runInRole } from './connection/in-role.ts';
import { createNewId } from './new-id.ts';
import { planBatch } from '@dialpad-cti/core';
const cl = JSON.parse(readFileSync('/tmp/pgcluster.json','utf8'));
process.env.TEST_DATABASE_URL = cl.url;
const st = await openTestStorage();
const settings = connectionSettings(st.url);
const hot = openHotPool(settings,{connections:2,statementMs:3000});
const sl = await openReaderPool(settings,2);
const newId = createNewId(Date.now);
const apps = await Promise.all(Array.from({length:8}, async()=>{ const appId=randomUUID(); await st.keyStore.createApp({appId,name:'x'},{keyId:randomUUID().slice(0,12),appId,name:'default',digest:Buffer.alloc(32),pepperId:'p',hash:'h'}); return appId;}));
const filler = Array.from({length:400},()=>Math.random().toString(36)).join(' ').slice(0,2500);
let n=0;
const ev=(rows:number)=>Array.from({length:rows},()=>{ n++; const call=String(1e15+Math.floor(n/4)); const state=['ringing','connected','hangup','recording'][n%4]!;
 const payload=JSON.stringify({call_id:call,state,event_timestamp:1788000000000+n,date_started:1788000000000,direction:'inbound',external_number:'+15551234567',internal_number:'+15557654321',target:{id:'5',type:'user',name:'A B'},contact:{id:'7',name:'C D',phone:'+15551234567'},n,filler});
 return {appId:apps[n%8]!,hookId:'h',kind:'call' as const,type:state,dialpadEventId:'x'+n,subjectId:call,occurredAt:1788000000000+n,payload};});
// slonik-run equivalent
import { beginIn } from './connection/in-role.ts';
const frag=(text:string, values:any[])=>({sql:text, values, type:'SLONIK_TOKEN_QUERY', parser: undefined} as any);
async function viaSlonik(rows:any){ const s=flushStatement(rows); await sl.connect(async c=>{ await c.query(frag(beginIn('intake'),[])); const r=await c.query({...frag(s.text,s.values as any[]), name:s.name}); await c.query(frag('COMMIT',[])); return r;}); }
async function viaSlonikTx(rows:any){ const s=flushStatement(rows); await sl.transaction(async c=>{ await c.query(frag("SET LOCAL app.role='intake'",[])); return c.query({...frag(s.text,s.values as any[]), name:s.name}); }); }
async function viaHot(rows:any){ await runInRole(hot,{role:'intake',deadlineMs:4000},[flushStatement(rows)]); }
async function viaHotSeq(rows:any){ const c=await hot.connect(); await c.query(beginIn('intake')); const s=flushStatement(rows); await c.query(s as any); await c.query('COMMIT'); c.release(); }
const variants={viaHot,viaHotSeq,viaSlonik,viaSlonikTx};
const times:Record<string,number[]>={}; const cpu:Record<string,number[]>={};
const R=+(process.argv[2]??9), F=+(process.argv[3]??40);
for (const [k,f] of Object.entries(variants)) for(let i=0;i<10;i++) await f(distinctRows(ev(64),newId).rows);
const names=Object.keys(variants);
for(let r=0;r<R;r++) for(let j=0;j<names.length;j++){ const k=names[(j+r)%names.length]!; const sets=Array.from({length:F},()=>distinctRows(ev(64),newId).rows);
  const c0=process.cpuUsage(), t0=performance.now();
  let i=0; const lane=async()=>{ while(i<sets.length) await (variants as any)[k](sets[i++]); };
  await Promise.all([lane(),lane()]);
  (times[k]??=[]).push((performance.now()-t0)/F); const c=process.cpuUsage(c0); (cpu[k]??=[]).push((c.user+c.system)/1000/F); }
const med=(a:number[])=>[...a].sort((x,y)=>x-y)[a.length>>1]!;
for(const k of names){ const ratios=times[k]!.map((t,i)=>t/times.viaHot![i]!); console.log(k,'ms/flush',med(times[k]!).toFixed(2),'cpu ms/flush',med(cpu[k]!).toFixed(2),'ratio',med(ratios).toFixed(2),'(',Math.min(...ratios).toFixed(2),Math.max(...ratios).toFixed(2),')'); }
// drain
const q=await st.query<{n:number}>('worker','select count(*)::int n from webhook_queue'); console.log('queued',q[0]!.n);
let done=0; const t0=performance.now(); 
const work=async()=>{ for(;;){ const r=await st.eventStore.processBatch(1000,timed); if(r.isErr()) {console.log(r.error); break;} if(r.value.processed+r.value.failed===0) break; done+=r.value.processed; } };
const cd=process.cpuUsage(); let planMs=0; const timed: typeof planBatch=(e)=>{const a=performance.now(); const p=planBatch(e); planMs+=performance.now()-a; return {keys:p.keys, fold:(l)=>{const b=performance.now(); const r=p.fold(l); planMs+=performance.now()-b; return r;}};};
await work(); const cu=process.cpuUsage(cd); console.log('cpu us/event', ((cu.user+cu.system)/done).toFixed(1), 'plan us/event', (planMs*1000/done).toFixed(1)); console.log('drain 1 worker', Math.round(done/((performance.now()-t0)/1000)),'ev/s', done);
await hot.end(); await sl.end(); await st.close();
